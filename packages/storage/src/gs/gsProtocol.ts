import { type Storage, StorageError, type StorageObject } from "@tensorloom/core";
import { isRecord } from "@tensorloom/core/internal";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import { bucketAddress, encodeStrictly } from "../object/bucketAddress.ts";
import { type ListPage, listMatches } from "../object/listMatches.ts";
import type { Protocol } from "../object/protocol.ts";
import { writeGs } from "./writeGs.ts";

/** Objects of Google Cloud Storage: the requests of its JSON API. A version is a generation. */
export function gsProtocol(client: HttpClient, endpoint: () => Promise<string>, partBytes: number): Protocol {
  const urlOf = async (address: string, query = ""): Promise<string> => {
    const { bucket, key } = bucketAddress(address);
    return `${await endpoint()}/storage/v1/b/${encodeStrictly(bucket)}/o/${encodeStrictly(key)}${query}`;
  };
  const stat: Protocol["stat"] = (address, signal) =>
    client.exchange({
      address,
      signal,
      accepts: [404],
      request: async () => ({ url: await urlOf(address) }),
      async use(reply) {
        const document = parse(await reply.text(), reply.status);
        return reply.status === 404 ? undefined : { address, ...describe(document) };
      },
    });

  async function listPage(
    pattern: string,
    bucket: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ListPage> {
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeStrictly(value)}`);
    return client.exchange({
      address: pattern,
      signal,
      request: async () => ({
        url: `${await endpoint()}/storage/v1/b/${encodeStrictly(bucket)}/o?${search.join("&")}`,
      }),
      async use(reply) {
        const { items, nextPageToken } = parse(await reply.text(), reply.status);
        const entries: readonly unknown[] = Array.isArray(items) ? items : [];
        return {
          objects: entries
            .filter(isRecord)
            .map((entry) => ({ key: String(entry["name"]), ...describe(entry) })),
          next: typeof nextPageToken === "string" ? nextPageToken : undefined,
        };
      },
    });
  }
  return {
    scheme: "gs",
    version: (headers) => headers.get("x-goog-generation") ?? undefined,
    async get(address, etag) {
      const condition = etag === undefined ? "" : `&ifGenerationMatch=${encodeStrictly(etag)}`;
      return { url: await urlOf(address, `?alt=media${condition}`) };
    },
    stat,
    list: (pattern, signal) =>
      listMatches("gs", pattern, (bucket, prefix, isFlat, token) =>
        listPage(
          pattern,
          bucket,
          {
            prefix,
            fields: "items(name,size,generation,updated),nextPageToken",
            ...(isFlat && { delimiter: "/" }),
            ...(token !== undefined && { pageToken: token }),
          },
          signal,
        ),
      ),
    async write(address, options: NonNullable<Parameters<Storage["write"]>[1]>) {
      const { bucket, key } = bucketAddress(address);
      if (options.replace === false && (await stat(address, options.signal)) !== undefined)
        throw new StorageError(address, "exists", "the object exists");
      const base = `${await endpoint()}/upload/storage/v1/b/${encodeStrictly(bucket)}/o?name=${encodeStrictly(key)}`;
      return writeGs(client, {
        address,
        url: options.replace === false ? `${base}&ifGenerationMatch=0` : base,
        partBytes,
        ...options,
      });
    },
    remove: (address, signal) =>
      client.exchange({
        address,
        signal,
        accepts: [404],
        request: async () => ({ url: await urlOf(address), method: "DELETE" }),
        use: () => Promise.resolve(),
      }),
  };
}

/** Parses a document of the API. */
function parse(text: string, status: number): Readonly<Record<string, unknown>> {
  if (status === 404) return {};
  try {
    const document: unknown = JSON.parse(text);
    if (isRecord(document)) return document;
  } catch {
    // reported below
  }
  throw new TransientError("truncated", "the response is not complete JSON", { status });
}

/** Reads an object resource. Its numbers are strings of 64-bit integers. */
function describe({
  size,
  generation,
  updated,
}: Readonly<Record<string, unknown>>): Omit<StorageObject, "address"> {
  const modified = Date.parse(typeof updated === "string" ? updated : "");
  return {
    size: size === undefined ? undefined : Number(size),
    etag: typeof generation === "string" || typeof generation === "number" ? String(generation) : undefined,
    modified: Number.isNaN(modified) ? undefined : modified,
  };
}
