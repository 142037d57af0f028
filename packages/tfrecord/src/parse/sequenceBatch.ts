import { sizeOf } from "@tensorloom/core/internal";
import type { Column } from "./columns/column.ts";
import type { Shaped } from "./specs/dtype.ts";
import type { PaddedSequences } from "./specs/fixedLengthSequence.ts";
import type { SequencesSpec } from "./sequenceSpec.ts";
import type { Ragged } from "./specs/ragged.ts";
import { longestRow, padRows } from "./columns/padRows.ts";
import { fillValueOf } from "./columns/sequenceColumn.ts";
import type { Sparse } from "./specs/sparse.ts";
import type { AnyValues } from "./columns/valueBuffer.ts";

type Spec = SequencesSpec[string];

/** The result for one SequenceExample: the column's rows are its steps. */
export function flattenSteps(column: Column, spec: Spec): unknown {
  const rows = column.batch();
  const single = spec.method === "fixedLengthSequence" && spec.shape.length === 0;
  return single ? (rows as Shaped<AnyValues>).data : rows; // a fixed column returns values with a shape
}

/** The result for many SequenceExamples, with `stepsOf[i]` steps in the i-th: one dimension more. */
export function groupSteps(column: Column, spec: Spec, stepsOf: readonly number[]): unknown {
  const rows = column.batch();
  switch (spec.method) {
    case "fixedLengthSequence":
      return padSteps(rows as Shaped<AnyValues>, spec, stepsOf); // a fixed column returns values with a shape
    case "variableLength":
    case "sparse":
      return regroupSparse(rows as Sparse<AnyValues>, stepsOf); // both columns return sparse arrays
    case "ragged":
      return nestRagged(rows as Ragged<AnyValues>, stepsOf); // a ragged column returns rows
  }
}

function padSteps(
  rows: Shaped<AnyValues>,
  spec: Extract<Spec, { method: "fixedLengthSequence" }>,
  stepsOf: readonly number[],
): PaddedSequences<AnyValues, readonly number[]> {
  const size = sizeOf(spec.shape);
  const steps = longestRow(stepsOf);
  const ends = toSplits(stepsOf)
    .subarray(1)
    .map((end) => end * size);
  return {
    data: padRows(rows.data, ends, steps * size, fillValueOf(spec)),
    shape: [stepsOf.length, steps, ...spec.shape],
    lengths: Int32Array.from(stepsOf),
  };
}

function regroupSparse(rows: Sparse<AnyValues>, stepsOf: readonly number[]): Sparse<AnyValues> {
  const rank = rows.denseShape.length;
  const places = stepsOf.flatMap((steps, row) =>
    Array.from({ length: steps }, (_, step) => [row, step] as const),
  );
  const indices = new Int32Array((rows.indices.length / rank) * (rank + 1));
  for (let i = 0; i < rows.indices.length / rank; i++) {
    const [row, step] = places[rows.indices[i * rank]];
    indices.set([row, step], i * (rank + 1));
    indices.set(rows.indices.subarray(i * rank + 1, (i + 1) * rank), i * (rank + 1) + 2);
  }
  const denseShape = [stepsOf.length, longestRow(stepsOf), ...rows.denseShape.slice(1)];
  return { values: rows.values, indices, denseShape };
}

function nestRagged(rows: Ragged<AnyValues>, stepsOf: readonly number[]): Ragged<AnyValues> {
  return { values: rows.values, rowSplits: [toSplits(stepsOf), ...rows.rowSplits] };
}

function toSplits(lengths: readonly number[]): Int32Array {
  const splits = new Int32Array(lengths.length + 1);
  lengths.forEach((length, row) => (splits[row + 1] = splits[row] + length));
  return splits;
}
