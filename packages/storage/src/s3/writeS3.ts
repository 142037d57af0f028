import { type ObjectWriter, StorageError } from "@tensorloom/core";
import type { HttpClient } from "../http/httpClient.ts";
import { TransientError } from "../http/transientError.ts";
import { objectWriter } from "../object/objectWriter.ts";
import type { WriteOptions } from "../object/protocol.ts";
import type { S3Account } from "./s3Account.ts";
import { parseXml } from "./xml.ts";

interface S3Write extends WriteOptions {
  readonly address: string;
  readonly bucket: string;
  readonly key: string;
}

/** Errors that follow a status 200 and may pass. */
const PASSING_CODES: ReadonlySet<string> = new Set(["InternalError", "ServiceUnavailable", "SlowDown"]);

/** The metadata of an object that was written because no other had its name. */
const MARK = "x-amz-meta-write";

/** The most parts of an upload. */
const MAX_PARTS = 10_000;

/**
 * Writes an object: in one request, or as a multipart upload if it is larger than a part.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export function writeS3(account: S3Account, client: HttpClient, write: S3Write): ObjectWriter {
  const { address, bucket, key, signal, replace = true } = write;
  const { partBytes, uploads } = account;
  const isNew: Record<string, string> = replace ? {} : { "If-None-Match": "*" };
  /** Distinguishes an object of this call from another's, if the answer to a write is lost. */
  const mark: Record<string, string> = replace ? {} : { [MARK]: crypto.randomUUID() };
  const etags: string[] = [];
  let uploadId = "";

  /** Sends a request to the object; returns the response's text. */
  function send(
    method: string,
    query: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
    headers: Readonly<Record<string, string>> = {},
    use: (text: string, headers: Headers, status: number) => void = () => undefined,
  ): Promise<void> {
    return client.exchange({
      address,
      signal: method === "DELETE" ? undefined : signal, // also after an abort
      accepts: method === "DELETE" ? [404] : [],
      request: async () => ({ url: await account.urlOf(bucket, key, query), method, body, headers }),
      use: async (reply) => use(await reply.text(), reply.headers, reply.status),
    });
  }
  async function named(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StorageError) || error.status !== 412 || replace) throw error;
      if (error.attempts > 1 && (await isThere((headers) => headers.get(MARK) === mark[MARK]))) return;
      throw new StorageError(address, "exists", "the object exists", { status: 412 });
    }
  }
  /** Whether the object exists, and its headers are those expected. */
  async function isThere(isExpected: (headers: Headers) => boolean): Promise<boolean> {
    const url = await account.urlOf(bucket, key);
    return client.exchange({
      address,
      signal,
      accepts: [404],
      request: () => ({ url, method: "HEAD" }),
      use: ({ status, headers }) => Promise.resolve(status !== 404 && isExpected(headers)),
    });
  }
  async function putPart(part: Uint8Array, number: number): Promise<void> {
    if (number >= MAX_PARTS)
      throw new StorageError(
        address,
        "unsupported",
        `it has more than ${String(MAX_PARTS)} parts; raise partBytes`,
      );
    await send("PUT", { partNumber: String(number + 1), uploadId }, part, {}, (_, headers, status) => {
      const etag = headers.get("ETag");
      if (etag === null)
        throw new StorageError(
          address,
          "unsupported",
          "the server (or its CORS rules) hides the ETag of a part",
          { status },
        );
      etags[number] = etag;
    });
    client.counter.bytesWritten += part.length;
  }
  return objectWriter(address, {
    partBytes,
    uploads,
    sendWhole: (bytes) =>
      named(async () => {
        await send("PUT", {}, bytes, { ...isNew, ...mark });
        client.counter.bytesWritten += bytes.length;
      }),
    begin: () =>
      send("POST", { uploads: "" }, undefined, mark, (text, _, status) => {
        const id = parseXml(text)?.text("UploadId");
        if (id === undefined)
          throw new TransientError("truncated", "the response has no UploadId", { status });
        uploadId = id;
      }),
    sendPart: putPart,
    async finish(rest, number, offset) {
      if (rest.length > 0) await putPart(rest, number);
      const parts = etags.map(
        (etag, at) =>
          `<Part><PartNumber>${String(at + 1)}</PartNumber><ETag>${etag.replaceAll('"', "&quot;")}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      await named(() => complete(body, offset + rest.length));
    },
    abort: () => send("DELETE", { uploadId }),
  });

  /** Publishes the parts. A response that is lost is not a failure: the object is then looked for. */
  async function complete(body: string, size: number): Promise<void> {
    try {
      await send("POST", { uploadId }, body, isNew, (text, _, status) => {
        const root = parseXml(text); // status 200 comes before the work is done, and may be followed by an error
        if (root?.name === "CompleteMultipartUploadResult") return;
        const code = root?.name === "Error" ? (root.text("Code") ?? "") : undefined;
        if (code === undefined)
          throw new TransientError("truncated", "the response is incomplete", { status });
        const problem = `the server refuses the request: ${code}: ${root?.text("Message") ?? ""}`;
        if (!PASSING_CODES.has(code)) throw new StorageError(address, "refused", problem, { status });
        throw new TransientError("refused", problem, { status });
      });
    } catch (error) {
      if (!(error instanceof StorageError) || error.status !== 404 || error.attempts < 2) throw error;
      if (!(await isThere((headers) => headers.get("Content-Length") === String(size)))) throw error;
    }
  }
}
