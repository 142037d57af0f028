import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { ByteSource } from "../bytes/byteSource.ts";
import { damageReport, type DamageReport } from "./damage.ts";
import { readRecords, type ReadOptions } from "./readRecords.ts";
import { writeRecords, type WriteOptions } from "./writeRecords.ts";

/**
 * The intact records of a file, framed again, and a report of the damage.
 *
 * @inline
 */
export interface Repair {
  /** The bytes of the repaired file. The report is complete after the last chunk. */
  readonly chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  /** The damage found so far. */
  readonly report: DamageReport;
  /** The number of intact records read so far. */
  readonly records: number;
}

/**
 * Options of {@link repairRecords}.
 *
 * @inline
 */
export interface RepairOptions extends Omit<ReadOptions, "damage" | "onDamage"> {
  /** The compression of the repaired file; default `none`. */
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
 * Copies the intact records of a damaged file into a new file.
 *
 * After damage, it searches for the next intact header.
 *
 * @example
 * ```ts
 * import { frameRecord, readRecords, repairRecords } from "@tensorloom/tfrecord";
 *
 * const [first, second] = [frameRecord(new Uint8Array([1])), frameRecord(new Uint8Array([2]))];
 * first[0] ^= 1; // damage the length of the first record
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

/** Repairs the output of any reader of records. */
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
