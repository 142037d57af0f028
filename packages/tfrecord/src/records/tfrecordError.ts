/**
 * The kind of damage.
 *
 * @inline
 */
export type DamageKind = "length-checksum" | "data-checksum" | "truncated" | "too-long" | "compression";

/**
 * The location of damage.
 *
 * @inline
 */
export interface DamageLocation {
  /** The name of the file; empty if the reader does not know it. */
  readonly file: string;
  /** The record's number, from 0. */
  readonly record: number;
  /** The offset of the record's header, in the uncompressed bytes if the file is compressed. */
  readonly offset: number;
}

/**
 * Thrown if a file is damaged. It has the damage's kind and location.
 *
 * @example
 * ```ts
 * import { readRecords, TFRecordError } from "@tensorloom/tfrecord";
 *
 * async function describeDamage(bytes: Uint8Array): Promise<string> {
 *   try {
 *     for await (const record of readRecords(bytes, { file: "cut.tfrecord" })) void record;
 *   } catch (error) {
 *     if (error instanceof TFRecordError) return `${error.kind} in record ${String(error.record)}`;
 *   }
 *   return "no damage";
 * }
 * await describeDamage(new Uint8Array(5)); // => "truncated in record 0"
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
