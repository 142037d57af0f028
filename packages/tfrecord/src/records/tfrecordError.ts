/**
 * What is wrong with a file: which part of the framing does not hold.
 *
 * @inline
 */
export type DamageKind = "length-checksum" | "data-checksum" | "truncated" | "too-long" | "compression";

/**
 * Where the damage lies.
 *
 * @inline
 */
export interface DamageLocation {
  /** The file's name, as the reader was told; empty where it was not. */
  readonly file: string;
  /** The record's number, from 0. */
  readonly record: number;
  /** The byte at which the record's header begins; in the uncompressed bytes where the file is compressed. */
  readonly offset: number;
}

/**
 * A file that is not a whole TFRecord file, with the place and the kind of the damage.
 *
 * @example
 * ```ts
 * import { readRecords, TFRecordError } from "@tensorloom/tfrecord";
 *
 * async function whatIsWrong(bytes: Uint8Array): Promise<string> {
 *   try {
 *     for await (const record of readRecords(bytes, { file: "cut.tfrecord" })) void record;
 *   } catch (error) {
 *     if (error instanceof TFRecordError) return `${error.kind} in record ${String(error.record)}`;
 *   }
 *   return "nothing";
 * }
 * await whatIsWrong(new Uint8Array(5)); // => "truncated in record 0"
 * ```
 */
export class TFRecordError extends Error implements DamageLocation {
  override readonly name = "TFRecordError";
  readonly file: string;
  readonly record: number;
  readonly offset: number;
  readonly kind: DamageKind;

  constructor(kind: DamageKind, place: DamageLocation, what: string, options?: ErrorOptions) {
    const file = place.file === "" ? "" : `${place.file}: `;
    super(`${file}record ${String(place.record)} at byte ${String(place.offset)}: ${what}`, options);
    this.kind = kind;
    this.file = place.file;
    this.record = place.record;
    this.offset = place.offset;
  }
}
