import { sizeOf } from "@tensorloom/core/internal";
import type { Column } from "./column.ts";
import type { DType } from "../specs/dtype.ts";
import type { FeatureSlot } from "../../example/featureFinder.ts";
import type { DefaultValue } from "../specs/fixedLength.ts";
import type { FixedLengthSequence } from "../specs/fixedLengthSequence.ts";
import { missingFeature, wrongCount } from "../specs/parseIssues.ts";
import { longestRow, padRows } from "./padRows.ts";
import { valueBuffer, type AnyValues } from "./valueBuffer.ts";
import { rowValues, lastRowLength } from "./variableColumn.ts";

const FILLERS: Readonly<Record<DType, DefaultValue>> = { int64: 0, float32: 0, bytes: "", string: "" };

/** The padding of shorter sequences: an array of one value. */
export function fillValueOf({ dtype, as, default: input }: FixedLengthSequence): AnyValues {
  const one = valueBuffer("", dtype, as, 1);
  one.set(0, input ?? FILLERS[dtype]);
  return one.values(1);
}

/** The column of a {@link FixedLengthSequence}: rows of any number of steps, padded to the longest. */
export function sequenceColumn(spec: FixedLengthSequence, slot: FeatureSlot, rows: number): Column {
  const { dtype, shape } = spec;
  const size = sizeOf(shape);
  const values = rowValues(spec, slot, rows);
  return {
    add(issues) {
      if (spec.required && !slot.present) issues.push(missingFeature(slot.key, dtype));
      values.add(issues);
      const count = lastRowLength(values.ends);
      if (count % size !== 0) issues.push(wrongCount(slot.key, dtype, count, ["any", ...shape], size));
    },
    batch() {
      const { ends } = values;
      const counts = ends.map((end, row) => end - (row === 0 ? 0 : ends[row - 1]));
      const width = longestRow(counts);
      return {
        data: padRows(values.all(), ends, width, fillValueOf(spec)),
        shape: [ends.length, width / size, ...shape],
        lengths: Int32Array.from(counts, (count) => count / size),
      };
    },
    single() {
      const data = values.all();
      return shape.length === 0 ? data : { data, shape: [values.total / size, ...shape] };
    },
  };
}
