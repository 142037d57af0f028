/**
 * The position of a reader in a file of records.
 *
 * @inline
 */
export interface RecordLocation {
  /** The record's number, from 0. */
  readonly record: number;
  /** The offset of its header, in the uncompressed bytes if the file is compressed. */
  readonly offset: number;
}

/**
 * Thrown if a request is refused, or fails after all retries.
 *
 * @example
 * ```ts no-run
 * import { fetchRecords, HttpError } from "@tensorloom/tfrecord";
 *
 * try {
 *   for await (const record of fetchRecords("https://example.org/train00-2182.tfrec")) console.log(record.length);
 * } catch (error) {
 *   if (error instanceof HttpError) console.error(error.status, error.record);
 * }
 * ```
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly url: string;
  /** The status of the last response; `undefined` without a response. */
  readonly status: number | undefined;
  /** The number of the record that was being read, from 0; `undefined` if none was. */
  readonly record: number | undefined;
  /** The offset of that record in bytes; `undefined` if none was being read. */
  readonly offset: number | undefined;
  readonly #what: string;

  constructor(
    url: string,
    status: number | undefined,
    what: string,
    options: ErrorOptions & { readonly place?: RecordLocation } = {},
  ) {
    const { place } = options;
    const where =
      place === undefined ? "" : `record ${String(place.record)} at byte ${String(place.offset)}: `;
    super(`${url}: ${where}${what}${status === undefined ? "" : ` (status ${String(status)})`}`, options);
    this.url = url;
    this.status = status;
    this.record = place?.record;
    this.offset = place?.offset;
    this.#what = what;
  }

  /** Returns the same error with the position of the reader. */
  at(place: RecordLocation): HttpError {
    return new HttpError(this.url, this.status, this.#what, { cause: this.cause, place });
  }
}
