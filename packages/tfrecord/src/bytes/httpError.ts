/**
 * Where a reader of records stood.
 *
 * @inline
 */
export interface RecordLocation {
  /** The record's number, from 0. */
  readonly record: number;
  /** The byte at which its header begins; in the uncompressed bytes of a compressed file. */
  readonly offset: number;
}

/**
 * A server that did not answer as it was asked to, or a connection that broke.
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
  /** The status of the last answer; `undefined` if there was no answer. */
  readonly status: number | undefined;
  /** The record that was being read; `undefined` if none was. */
  readonly record: number | undefined;
  /** The byte at which that record begins; `undefined` if none was being read. */
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

  /** The same error with the place at which records were being read. */
  at(place: RecordLocation): HttpError {
    return new HttpError(this.url, this.status, this.#what, { cause: this.cause, place });
  }
}
