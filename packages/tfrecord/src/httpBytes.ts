import { integer } from "@tensorloom/core";
import { HttpError } from "./httpError.ts";
import type { RandomBytes } from "./randomBytes.ts";
import { readRecords, type ReadOptions } from "./readRecords.ts";

/** How bytes are asked for. */
export interface HttpOptions {
  /** Headers and the like, passed on to `fetch`. */
  readonly request?: RequestInit;
}

/**
 * Reads records from an `http(s)` address while they arrive.
 *
 * @throws HttpError where the server answers with an error; TFRecordError as {@link readRecords} does.
 * @example
 * ```ts no-run
 * import { fetchRecords } from "@tensorloom/tfrecord";
 *
 * for await (const record of fetchRecords("https://example.org/train00-2182.tfrec")) console.log(record.length);
 * ```
 */
export async function* fetchRecords(
  url: string,
  options: ReadOptions & HttpOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const answer = await fetch(url, options.request);
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new HttpError(url, answer.status, "the server does not send the file");
  }
  yield* readRecords(answer.body, { file: url, ...options });
}

/**
 * The bytes at an `http(s)` address, read by ranges: for `indexRecords` and `recordFile`.
 *
 * @throws HttpError where the server answers with an error or does not know ranges, or where the file changes meanwhile.
 * @see RFC 9110, section 14
 * @example
 * ```ts no-run
 * import { httpBytes, indexRecords, recordFile } from "@tensorloom/tfrecord";
 *
 * const bytes = await httpBytes("https://example.org/train00-2182.tfrec");
 * const file = recordFile(bytes, await indexRecords(bytes));
 * await file.at(1000);
 * ```
 */
export async function httpBytes(url: string, options: HttpOptions = {}): Promise<RandomBytes> {
  const { size, version } = await range(url, 0, 1, options);
  return {
    label: url,
    size,
    async read(offset, length) {
      integer("httpBytes: offset", offset, 0);
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return new Uint8Array(0);
      const now = await range(url, offset, wanted, options);
      if (now.size !== size || now.version !== version)
        throw new HttpError(url, 206, "the file is not the one any more that was opened");
      return now.bytes;
    },
    close: () => Promise.resolve(),
  };
}

async function range(
  url: string,
  offset: number,
  length: number,
  { request }: HttpOptions,
): Promise<{ bytes: Uint8Array; size: number; version: string }> {
  const headers = new Headers(request?.headers);
  headers.set("Range", `bytes=${String(offset)}-${String(offset + length - 1)}`);
  const answer = await fetch(url, { ...request, headers });
  const stated = answer.headers.get("Content-Range") ?? "";
  const version = answer.headers.get("ETag") ?? answer.headers.get("Last-Modified") ?? "";
  if (answer.status === 416 && stated.endsWith("*/0")) return { bytes: new Uint8Array(0), size: 0, version }; // an empty file
  const found = /^bytes (\d+)-\d+\/(\d+)$/.exec(stated);
  if (answer.status !== 206 || found === null || Number(found[1]) !== offset) {
    await answer.body?.cancel(); // it may be the whole file
    throw new HttpError(url, answer.status, `the server does not answer the range from ${String(offset)}`);
  }
  return { bytes: new Uint8Array(await answer.arrayBuffer()), size: Number(found[2]), version };
}
