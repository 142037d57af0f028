import type { DamageKind } from "./tfrecordError.ts";

/**
 * What a reader does where a file is damaged.
 *
 * `throw` ends with a TFRecordError. `skip` leaves out a record whose length can be trusted, and throws where none can.
 * `resync` also searches for the next header whose checksum holds, and never throws for damage.
 *
 * @inline
 */
export type DamagePolicy = "throw" | "skip" | "resync";

/** A stretch of a file that a reader left out. */
export interface Damage {
  readonly file: string;
  /** The number that the first record of the stretch would have had, from 0. */
  readonly record: number;
  /** The first byte left out; in the uncompressed bytes where the file is compressed. */
  readonly offset: number;
  /** How many bytes were left out; `undefined` if nobody can know: the rest of compressed bytes that break. */
  readonly bytes: number | undefined;
  readonly kind: DamageKind;
  /** The sentence that the error would have said. */
  readonly message: string;
}

/**
 * What was left out of one or more files.
 *
 * @inline
 */
export interface DamageReport {
  /** Takes note of one stretch: pass it as `onDamage`. */
  readonly add: (damage: Damage) => void;
  /** The regions in the order in which they were met. */
  readonly regions: readonly Damage[];
  /** How many records were lost at least: one in each stretch; a stretch without a sound header can have held more. */
  readonly records: number;
  /** How many bytes were left out in all; `undefined` if that is not known of a stretch. */
  readonly bytes: number | undefined;
}

/**
 * Gathers what readers leave out under the policies `skip` and `resync`.
 *
 * @example
 * ```ts
 * import { damageReport, frameRecord, readRecords } from "@tensorloom/tfrecord";
 *
 * const framed = frameRecord(new Uint8Array([1, 2, 3]));
 * framed[12] = 9; // a byte of the data is wrong now
 * const report = damageReport();
 * for await (const record of readRecords(framed, { damage: "skip", onDamage: report.add })) void record;
 * [report.records, report.bytes]; // => [1, 19]
 * ```
 */
export function damageReport(): DamageReport {
  const regions: Damage[] = [];
  return {
    add: (damage) => {
      regions.push(damage);
    },
    regions,
    get records() {
      return regions.length;
    },
    get bytes() {
      let sum = 0;
      for (const { bytes } of regions) {
        if (bytes === undefined) return undefined;
        sum += bytes;
      }
      return sum;
    },
  };
}
