import type { Column } from "./column.ts";
import type { ParseIssue } from "../../wire/exampleError.ts";
import type { FeatureSlot } from "../../example/featureFinder.ts";
import { LIST_KIND_OF, wrongKind } from "../specs/parseIssues.ts";
import type { Sparse } from "../specs/sparse.ts";
import { valueBuffer, type AnyValues } from "./valueBuffer.ts";
import type { VariableLength } from "../specs/variableLength.ts";

/** The column of a {@link VariableLength}: the values of all rows as a sparse array. */
export function variableColumn(spec: VariableLength, slot: FeatureSlot, rows: number): Column {
  const values = rowValues(spec, slot, rows);
  return {
    add: (issues) => values.add(issues),
    batch(): Sparse<AnyValues> {
      const { ends, total } = values;
      const indices = new Int32Array(2 * total);
      let [widest, from] = [0, 0];
      ends.forEach((end, row) => {
        for (let i = from; i < end; i++) {
          indices[2 * i] = row;
          indices[2 * i + 1] = i - from;
        }
        widest = Math.max(widest, end - from);
        from = end;
      });
      return { values: values.all(), indices, denseShape: [ends.length, widest] };
    },
    single: () => values.all(),
  };
}

/** The values of rows of any length, one row after the other. */
export interface RowValues {
  add(issues: ParseIssue[]): void;
  /** The end of each row in the values. */
  readonly ends: readonly number[];
  readonly total: number;
  all(): AnyValues;
  /** The values of the last row. */
  last(): AnyValues;
}

/** Collects the values of a slot row by row; a missing feature is an empty row. */
export function rowValues(
  { dtype, as }: Pick<VariableLength, "dtype" | "as">,
  slot: FeatureSlot,
  rows: number,
): RowValues {
  const buffer = valueBuffer(slot.key, dtype, as, rows);
  const ends: number[] = [];
  let total = 0;
  return {
    ends,
    get total() {
      return total;
    },
    add(issues) {
      if (slot.present) {
        if (slot.feature.kind !== LIST_KIND_OF[dtype]) issues.push(wrongKind(slot.key, dtype, slot.feature));
        else {
          const count = slot.feature.count();
          buffer.reserve(total + count);
          total += buffer.take(slot.feature, total, count);
        }
      }
      ends.push(total);
    },
    all: () => buffer.values(total),
    last: () => buffer.values(total, total - lastRowLength(ends)),
  };
}

/** The number of values of the last row. */
export function lastRowLength(ends: readonly number[]): number {
  return ends.length < 2 ? (ends.at(-1) ?? 0) : ends[ends.length - 1] - ends[ends.length - 2];
}
