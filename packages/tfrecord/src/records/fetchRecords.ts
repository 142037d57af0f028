import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { fetchChunks } from "../bytes/fetchChunks.ts";
import { HTTP_OPTIONS, type HttpOptions } from "../bytes/httpRequest.ts";
import { READ_OPTIONS, readRecords, type ReadOptions } from "./readRecords.ts";

const KNOWN: OptionKinds<ReadOptions & HttpOptions> = { ...READ_OPTIONS, ...HTTP_OPTIONS };

/**
 * Reads records from an `http(s)` address while they arrive.
 *
 * A busy server (5xx, 429), a connection that breaks and an answer that ends early are waited out and tried again, from
 * where the reading stands.
 *
 * @throws HttpError with the address, the record and its byte if the server refuses, fails again and again, or if the
 * file changes meanwhile; TFRecordError as {@link readRecords} does.
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
