import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { ByteSource } from "../bytes/byteSource.ts";
import { damageReport, type DamageReport } from "./damage.ts";
import { readRecords, type ReadOptions } from "./readRecords.ts";
import { writeRecords, type WriteOptions } from "./writeRecords.ts";

/**
 * A file's good records, framed anew, and what had to be left out of it.
 *
 * @inline
 */
export interface Repair {
  /** The bytes of a sound file; the report is whole when they have been read to the end. */
  readonly chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  readonly report: DamageReport;
  /** How many good records have been read so far. */
  readonly records: number;
}

/**
 * How {@link repairRecords} reads and writes.
 *
 * @inline
 */
export interface RepairOptions extends Omit<ReadOptions, "damage" | "onDamage"> {
  /** How the sound file is compressed; default `none`. */
  readonly output?: WriteOptions["compression"] | undefined;
}

const KNOWN: OptionKinds<RepairOptions> = {
  file: "string",
  maxRecordBytes: "number",
  checksum: "function",
  compression: "string",
  output: "string",
};

/**
 * Reads every good record of a damaged file, resynchronising where it must, and frames them anew.
 *
 * @example
 * ```ts
 * import { frameRecord, readRecords, repairRecords } from "@tensorloom/tfrecord";
 *
 * const [first, second] = [frameRecord(new Uint8Array([1])), frameRecord(new Uint8Array([2]))];
 * first[0] ^= 1; // the first length is wrong now
 * const repaired = repairRecords([first, second]);
 * const good: number[][] = [];
 * for await (const record of readRecords(repaired.chunks)) good.push([...record]);
 * [good, repaired.report.bytes]; // => [[[2]], 17]
 * ```
 */
export function repairRecords(source: ByteSource, options: RepairOptions = {}): Repair {
  const { output, ...read } = checkOptions("repairRecords", options, KNOWN);
  return repairFrom((damage) => readRecords(source, { ...read, ...damage }), { ...read, output });
}

/** A repair over any reader of records. */
export function repairFrom(
  read: (damage: Pick<ReadOptions, "damage" | "onDamage">) => AsyncIterable<Uint8Array>,
  { output = "none", checksum }: RepairOptions,
): Repair {
  const report = damageReport();
  let records = 0;
  async function* good(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const record of read({ damage: "resync", onDamage: report.add })) {
      records += 1;
      yield record;
    }
  }
  return {
    chunks: writeRecords(good(), { checksum, compression: output }),
    report,
    get records() {
      return records;
    },
  };
}
