import { integer } from "@tensorloom/core/internal";
import { HttpError } from "./httpError.ts";
import { readContentRange, createRequests, readVersion, type HttpOptions } from "./httpRequest.ts";
import type { RandomAccessReader } from "./randomAccessReader.ts";

/**
 * Opens an `http(s)` address for random access by range requests.
 *
 * @param options - Request options and retries, as in {@link fetchRecords}.
 * @throws HttpError if the server refuses or does not support ranges, or if the file has changed since it was opened.
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
        throw new HttpError(url, 206, "the file has changed since it was opened");
      return now.bytes;
    },
    close: () => Promise.resolve(),
  };
}

interface Part {
  readonly bytes: Uint8Array;
  /** The size of the whole file in bytes. */
  readonly size: number;
  readonly version: string | undefined;
}

/** Reads a range of bytes, in as many responses as the server needs. */
async function readRange(url: string, offset: number, length: number, options: HttpOptions): Promise<Part> {
  const requests = createRequests("httpReader", url, options);
  const bytes = new Uint8Array(length);
  let got = 0;
  for (;;) {
    try {
      const response = await requests.fetchRange(offset + got, offset + length);
      const version = readVersion(response);
      if (response.status === 416 && response.headers.get("Content-Range")?.endsWith("*/0") === true)
        return { bytes: new Uint8Array(0), size: 0, version }; // an empty file
      const stated = readContentRange(response);
      if (stated?.size === undefined || stated.start !== offset + got) {
        await response.body?.cancel(); // the body may be the whole file
        const what = `the server did not return the range from byte ${String(offset + got)}`;
        throw new HttpError(url, response.status, what);
      }
      const end = Math.min(length, stated.size - offset);
      for await (const chunk of requests.chunks(response)) {
        bytes.set(chunk.subarray(0, end - got), got);
        got = Math.min(end, got + chunk.length);
        requests.resetRetries();
      }
      if (got >= end) return { bytes: bytes.subarray(0, got), size: stated.size, version };
      throw requests.truncated(`the response ends at byte ${String(offset + got)}`, response);
    } catch (error) {
      await requests.waitOrThrow(error);
    }
  }
}
