import { StorageError } from "@tensorloom/core";
import { isRecord } from "@tensorloom/core/internal";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import type { ObjectRequest } from "../http/transport.ts";
import { encodeKey, encodeStrictly } from "../object/bucketAddress.ts";
import { apiPath, type HubAddress } from "./hubAddress.ts";

/** A file of a repository at one commit. */
export interface HubFile {
  readonly path: string;
  readonly size: number;
  /** The hash of its content. */
  readonly oid: string;
}

/** Requests to the API of the Hugging Face Hub. */
export interface HubApi {
  /** The commit that a revision names, asked once: all reads see one commit. */
  commitOf(address: string, parts: HubAddress, signal: AbortSignal | undefined): Promise<string>;
  /** A file; undefined if the repository has none of that name. */
  file(address: string, parts: HubAddress, signal: AbortSignal | undefined): Promise<HubFile | undefined>;
  /** The files below a folder, a page per step. */
  tree(
    address: string,
    parts: HubAddress,
    folder: { readonly path: string; readonly isDeep: boolean },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly HubFile[], void, undefined>;
}

/**
 * Creates the requests to the API.
 *
 * @see https://huggingface.co/docs/hub/api
 */
export function hubApi(client: HttpClient, endpoint: () => Promise<string>): HubApi {
  const commits = new Map<string, Promise<string>>();

  async function json(
    address: string,
    request: () => Promise<ObjectRequest>,
    signal: AbortSignal | undefined,
    accepts: readonly number[] = [],
  ): Promise<{ readonly document: unknown; readonly status: number; readonly next: string | undefined }> {
    return client.exchange({
      address,
      signal,
      accepts,
      request,
      async use(reply) {
        const { status, headers } = reply;
        const text = await reply.text();
        const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get("Link") ?? "")?.[1];
        if (accepts.includes(status)) return { document: undefined, status, next: undefined };
        try {
          return { document: JSON.parse(text) as unknown, status, next };
        } catch (cause) {
          throw new TransientError("truncated", "the response is not complete JSON", { status, cause });
        }
      },
    });
  }
  const commitOf: HubApi["commitOf"] = (address, parts, signal) => {
    if (/^[0-9a-f]{40}$/.test(parts.revision)) return Promise.resolve(parts.revision);
    const key = `${apiPath(parts)}@${parts.revision}`;
    const known = commits.get(key);
    if (known !== undefined) return known;
    const pending = (async () => {
      const url = `${await endpoint()}/${apiPath(parts)}/revision/${encodeStrictly(parts.revision)}`;
      const { document } = await json(address, () => Promise.resolve({ url }), signal);
      const { sha } = isRecord(document) ? document : {};
      if (typeof sha !== "string")
        throw new StorageError(address, "unsupported", "the server names no commit");
      return sha;
    })();
    commits.set(key, pending);
    pending.catch(() => commits.delete(key)); // the next request asks again
    return pending;
  };
  return {
    commitOf,
    async file(address, parts, signal) {
      const commit = await commitOf(address, parts, signal);
      const url = `${await endpoint()}/${apiPath(parts)}/paths-info/${commit}`;
      const body = JSON.stringify({ paths: [parts.path] });
      const headers = { "Content-Type": "application/json" };
      const { document } = await json(
        address,
        () => Promise.resolve({ url, method: "POST", body, headers }),
        signal,
      );
      return filesIn(document).find(({ path }) => path === parts.path);
    },
    async *tree(address, parts, { path, isDeep }, signal) {
      const commit = await commitOf(address, parts, signal);
      const folder = path === "" ? "" : `/${encodeKey(path)}`;
      const query = `recursive=${String(isDeep)}`;
      let url: string | undefined = `${await endpoint()}/${apiPath(parts)}/tree/${commit}${folder}?${query}`;
      while (url !== undefined) {
        const here: string = url;
        // a folder that does not exist has no files
        const page = await json(address, () => Promise.resolve({ url: here }), signal, [404]);
        yield filesIn(page.document);
        url = page.next;
      }
    },
  };
}

/** The files of a document of the API; folders are left out. */
function filesIn(document: unknown): readonly HubFile[] {
  if (!Array.isArray(document)) return [];
  return document.flatMap((entry: unknown) => {
    const { type, path, size, oid, lfs } = isRecord(entry) ? entry : {};
    if (type !== "file" || typeof path !== "string" || typeof size !== "number" || typeof oid !== "string")
      return [];
    const large = isRecord(lfs) ? lfs : {}; // of Git LFS: its own hash and size
    return {
      path,
      size: typeof large["size"] === "number" ? large["size"] : size,
      oid: typeof large["oid"] === "string" ? large["oid"] : oid,
    };
  });
}
