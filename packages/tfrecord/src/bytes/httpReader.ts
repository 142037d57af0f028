import { integer } from "@tensorloom/core/internal";
import { HttpError } from "./httpError.ts";
import { readContentRange, createRequests, readVersion, type HttpOptions } from "./httpRequest.ts";
import type { RandomAccessReader } from "./randomAccessReader.ts";

/**
 * The bytes at an `http(s)` address, read by ranges: for `indexRecords` and `recordFile`.
 *
 * @throws HttpError where the server answers with an error or does not know ranges, or where the file changes meanwhile.
 * @see RFC 9110, section 14
 * @example
 * ```ts no-run
 * import { httpReader, indexRecords, recordFile } from "@tensorloom/tfrecord";
 *
 * const bytes = await httpReader("https://example.org/train00-2182.tfrec");
 * const file = recordFile(bytes, await indexRecords(bytes));
 * await file.at(1000);
 * ```
 */
export async function httpReader(url: string, options: HttpOptions = {}): Promise<RandomAccessReader> {
  const { size, version } = await readRange(url, 0, 1, options);
  return {
    label: url,
    size,
    async read(offset, length) {
      integer("httpReader: offset", offset, 0);
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return new Uint8Array(0);
      const now = await readRange(url, offset, wanted, options);
      if (now.size !== size || now.version !== version)
        throw new HttpError(url, 206, "the file is not the one any more that was opened");
      return now.bytes;
    },
    close: () => Promise.resolve(),
  };
}

interface Part {
  readonly bytes: Uint8Array;
  /** The file's size. */
  readonly size: number;
  readonly version: string | undefined;
}

/** A range of bytes, in as many answers as the server makes of it. */
async function readRange(url: string, offset: number, length: number, options: HttpOptions): Promise<Part> {
  const requests = createRequests("httpReader", url, options);
  const bytes = new Uint8Array(length);
  let got = 0;
  for (;;) {
    try {
      const answer = await requests.ask(offset + got, offset + length);
      const version = readVersion(answer);
      if (answer.status === 416 && answer.headers.get("Content-Range")?.endsWith("*/0") === true)
        return { bytes: new Uint8Array(0), size: 0, version }; // an empty file
      const stated = readContentRange(answer);
      if (stated?.size === undefined || stated.start !== offset + got) {
        await answer.body?.cancel(); // it may be the whole file
        const what = `the server does not answer the range from ${String(offset + got)}`;
        throw new HttpError(url, answer.status, what);
      }
      const end = Math.min(length, stated.size - offset);
      for await (const chunk of requests.chunks(answer)) {
        bytes.set(chunk.subarray(0, end - got), got);
        got = Math.min(end, got + chunk.length);
        requests.progressed();
      }
      if (got >= end) return { bytes: bytes.subarray(0, got), size: stated.size, version };
      throw requests.short(`the answer ends at byte ${String(offset + got)}`, answer);
    } catch (error) {
      await requests.failed(error);
    }
  }
}
