import { adviseStage, adviseReader } from "./advise.ts";

/** What was measured at one stage. Times are milliseconds. */
export interface StageReport {
  /** The stage in words. */
  readonly stage: string;
  readonly size: number | undefined;
  /** How many elements it gave. */
  readonly elements: number;
  /** How long the stage behind it waited for it. */
  readonly waited: number;
  /** The part of `waited` in which it waited for none of the stages before it, or its function kept the thread busy. */
  readonly own: number;
  /** How long its function kept the thread busy. */
  readonly inFunctions: number;
  /** Whether it ever answered later. */
  readonly isAsync: boolean;
  /** Whether it is a source. */
  readonly isSource: boolean;
}

/**
 * Where a pipeline's time went: a table for people (`String`), plain fields for programs (`JSON.stringify`).
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
  /** How long the reader kept the pipeline waiting, in milliseconds; what the pipeline did meanwhile does not count. */
  readonly reader: number;
  /** From the first element asked for to the last given, in milliseconds. */
  readonly total: number;
  /** The stage that holds the pipeline back; `"reader"` where it is not the pipeline. */
  readonly slowest: string;
  /** What to change. */
  readonly advice: string;

  constructor(stages: readonly StageReport[], reader: number, total: number) {
    this.stages = stages;
    this.reader = reader;
    this.total = total;
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
    return [...lines, `slowest: ${this.slowest}. ${this.advice}`].join("\n");
  }
}

/** What holds a pipeline back, and what to change. */
function findBottleneck({
  stages,
  reader,
  total,
}: Pick<Explanation, "stages" | "reader" | "total">): readonly [slowest: string, advice: string] {
  if (stages.every(({ elements, waited }) => elements === 0 && waited === 0))
    return ["reader", "Nothing was read: there is nothing to tell."];
  const pipeline = total - reader;
  const slowest = [...stages].sort((a, b) => b.own - a.own).at(0);
  if (slowest === undefined || reader > pipeline) return ["reader", adviseReader(pipeline / total)];
  return [slowest.stage, adviseStage(slowest)];
}
