import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { fetchChunks } from "../bytes/fetchChunks.ts";
import { HTTP_OPTIONS, type HttpOptions } from "../bytes/httpRequest.ts";
import { READ_OPTIONS, readRecords, type ReadOptions } from "./readRecords.ts";

const KNOWN: OptionKinds<ReadOptions & HttpOptions> = { ...READ_OPTIONS, ...HTTP_OPTIONS };

/**
 * Reads records from an `http(s)` address during the download.
 *
 * If the server is busy (5xx, 429), the connection breaks or the response is truncated, it waits and continues from the
 * last byte.
 *
 * @throws HttpError with the address, the record and its offset if the server refuses, if all retries fail, or if the
 * file changes during the download; TFRecordError as {@link readRecords} does.
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
  const { request, maxRetries, retryDelay, ...read } = checkOptions("fetchRecords", options, KNOWN);
  const chunks = fetchChunks(url, { request, maxRetries, retryDelay });
  yield* readRecords(chunks, { ...read, file: read.file ?? url });
}
