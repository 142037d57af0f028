import { adviseStage, adviseReader } from "./advise.ts";
import type { StageReport } from "./stageReport.ts";
import { formatStorage, type StorageReport } from "./storageReport.ts";

/**
 * A profile of a pipeline: time per stage, bottleneck, and advice.
 *
 * `String` prints it as a table; `JSON.stringify` writes its fields.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const explanation = await range(100).map((x) => x * 2).batch(10).explain();
 * explanation.stages.length; // => 3
 * String(explanation).startsWith("stage"); // => true
 * ```
 */
export class Explanation {
  /** Stages, sources first. */
  readonly stages: readonly StageReport[];
  /** How long the consumer took, in milliseconds, without the work that the pipeline did in the meantime. */
  readonly reader: number;
  /** From the first request to the last element, in milliseconds. */
  readonly total: number;
  /** What storages such as `s3:` did meanwhile; empty if nothing was read from one. */
  readonly storages: readonly StorageReport[];
  /** The bottleneck: a stage, or `"reader"` if the consumer is slower than the pipeline. */
  readonly slowest: string;
  /** What to change. */
  readonly advice: string;

  constructor(
    stages: readonly StageReport[],
    reader: number,
    total: number,
    storages: readonly StorageReport[] = [],
  ) {
    this.stages = stages;
    this.reader = reader;
    this.total = total;
    this.storages = storages;
    [this.slowest, this.advice] = findBottleneck(this);
  }

  toString(): string {
    const rows = this.stages.map(({ stage, elements, waited, own, inFunctions }) => [
      stage,
      String(elements),
      ...[waited, own, inFunctions].map((time) => time.toFixed(1)),
    ]);
    const reader = ["reader", "", "", this.reader.toFixed(1), ""];
    const table = [["stage", "elements", "waited ms", "own ms", "in functions ms"], ...rows, reader];
    const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
    const lines = table.map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join("  ")
        .trimEnd(),
    );
    return [...lines, ...this.storages.map(formatStorage), `slowest: ${this.slowest}. ${this.advice}`].join(
      "\n",
    );
  }
}

/** Finds the bottleneck, and what to change. */
function findBottleneck({
  stages,
  reader,
  total,
}: Pick<Explanation, "stages" | "reader" | "total">): readonly [slowest: string, advice: string] {
  if (stages.every(({ elements, waited }) => elements === 0 && waited === 0))
    return ["reader", "Nothing was read: there is nothing to report."];
  const pipeline = total - reader;
  const slowest = [...stages].sort((a, b) => b.own - a.own).at(0);
  if (slowest === undefined || reader > pipeline) return ["reader", adviseReader(pipeline / total)];
  return [slowest.stage, adviseStage(slowest)];
}
