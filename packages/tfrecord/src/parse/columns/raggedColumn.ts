import type { Column } from "./column.ts";
import type { ParseIssue } from "../../wire/exampleError.ts";
import type { FeatureSlot } from "../../example/featureFinder.ts";
import { wrongIndex } from "../specs/parseIssues.ts";
import type { Partition } from "../specs/partition.ts";
import type { Ragged, RaggedFeature } from "../specs/ragged.ts";
import { PartitionError, toRowSplits } from "../specs/rowSplits.ts";
import type { AnyValues } from "./valueBuffer.ts";
import { rowValues, lastRowLength, type RowValues } from "./variableColumn.ts";

interface Level {
  readonly partition: Partition;
  readonly key: string;
  readonly numbers: RowValues | undefined;
  /** The splits of all rows so far; each row continues from the row before. */
  readonly splits: number[];
}

/** The column of a {@link RaggedFeature}: in a batch, the rows of the batch are the outermost level. */
export function raggedColumn(
  spec: RaggedFeature,
  key: string,
  slots: (key: string) => FeatureSlot,
  rows: number,
): Column {
  const values = rowValues(spec, slots(spec.valueKey ?? key), rows);
  const outer: number[] = [0];
  const levels: readonly Level[] = spec.partitions.map((partition) => {
    const numbers =
      partition.rule === "uniformRowLength"
        ? undefined
        : rowValues({ dtype: "int64", as: "number" }, slots(partition.key), rows);
    return {
      partition,
      key: partition.rule === "uniformRowLength" ? key : partition.key,
      numbers,
      splits: [0],
    };
  });

  /** Splits a row's values level by level, from the innermost outwards; returns the number of outermost rows. */
  function split(count: number, issues: ParseIssue[]): number {
    let below = count;
    for (const { partition, key, numbers, splits } of [...levels].reverse()) {
      try {
        const own = toRowSplits(partition, numbers === undefined ? [] : numbersOf(numbers), below);
        const base = splits[splits.length - 1];
        for (const one of own.slice(1)) splits.push(base + one);
        below = own.length - 1;
      } catch (error) {
        if (!(error instanceof PartitionError)) throw error;
        issues.push(wrongIndex(key, `(${partition.rule}) ${error.message}`));
        return 0;
      }
    }
    return below;
  }

  return {
    add(issues) {
      const before = issues.length;
      values.add(issues);
      for (const { numbers } of levels) numbers?.add(issues);
      const top = issues.length > before ? 0 : split(lastRowLength(values.ends), issues);
      outer.push(outer[outer.length - 1] + top);
    },
    batch: (): Ragged<AnyValues> => ({
      values: values.all(),
      rowSplits: [outer, ...levels.map((level) => level.splits)].map((splits) => Int32Array.from(splits)),
    }),
    single: (): Ragged<AnyValues> | AnyValues =>
      levels.length === 0
        ? values.all()
        : { values: values.all(), rowSplits: levels.map((level) => Int32Array.from(level.splits)) },
  };
}

function numbersOf(row: RowValues): readonly number[] {
  return [...(row.last() as Float64Array)]; // rowValues reads int64 as numbers here
}
