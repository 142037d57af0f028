import type { DamageKind } from "./tfrecordError.ts";

/**
 * What a reader does if a file is damaged.
 *
 * - `throw`: throws a TFRecordError.
 * - `skip`: skips a record whose length is intact; throws if the length is not.
 * - `resync`: also searches for the next header whose checksum matches; never throws because of damage.
 *
 * @inline
 */
export type DamagePolicy = "throw" | "skip" | "resync";

/**
 * A damaged region of a file that a reader skipped.
 *
 * @example
 * ```ts
 * import { type Damage, frameRecord, readRecords } from "@tensorloom/tfrecord";
 *
 * const file = frameRecord(new Uint8Array([1, 2, 3]));
 * file[12] ^= 1; // damage the data
 * const kinds: string[] = [];
 * const onDamage = ({ kind, record }: Damage): unknown => kinds.push(`${kind} in record ${String(record)}`);
 * for await (const record of readRecords(file, { damage: "skip", onDamage })) void record;
 * kinds; // => ["data-checksum in record 0"]
 * ```
 */
export interface Damage {
  /** The name of the file; empty if the reader does not know it. */
  readonly file: string;
  /** The number of the first record in the region, from 0. */
  readonly record: number;
  /** The first byte of the region, in the uncompressed bytes if the file is compressed. */
  readonly offset: number;
  /** The size of the region in bytes; `undefined` for the rest of a compressed file that is corrupt. */
  readonly bytes: number | undefined;
  readonly kind: DamageKind;
  /** The message that the error would have had. */
  readonly message: string;
}

/**
 * The damage that readers found in one or more files.
 *
 * @inline
 */
export interface DamageReport {
  /** Adds a region: pass this function as `onDamage`. */
  readonly add: (damage: Damage) => void;
  /** The damaged regions in the order in which they were found. */
  readonly regions: readonly Damage[];
  /** The minimum number of lost records: one per region. A region without intact headers may have held more. */
  readonly records: number;
  /** The number of bytes lost; `undefined` if the size of one region is unknown. */
  readonly bytes: number | undefined;
}

/**
 * Collects the damage that readers skip with `damage: "skip"` or `"resync"`.
 *
 * @example
 * ```ts
 * import { damageReport, frameRecord, readRecords } from "@tensorloom/tfrecord";
 *
 * const framed = frameRecord(new Uint8Array([1, 2, 3]));
 * framed[12] = 9; // damage the data
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
