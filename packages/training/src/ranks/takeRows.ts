import type { NDArray } from "@tensorloom/data";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { ownRows, type Placement } from "./placement.ts";

/** Copies the rows of an array that a rank has. */
function takeArrayRows({ data, shape: [of, ...row] }: NDArray, placement: Placement): NDArray {
  const width = data.length / of;
  const rows = ownRows(placement);
  const own = data.slice(0, rows * width);
  for (let at = 0; at < rows; at++) {
    const from = (placement.index + at * placement.count) * width;
    own.set(data.subarray(from, from + width), at * width);
  }
  return { data: own, shape: [rows, ...row] };
}

/** Copies the rows of a batch that a rank has; at least one. */
export function takeRows<B extends InputBatch & Partial<Batch>>(batch: B, placement: Placement): B {
  const take = (array: NDArray): NDArray => takeArrayRows(array, placement);
  const { inputs, targets, weights, ids } = batch;
  return {
    ...batch,
    inputs: "shape" in inputs ? take(inputs) : inputs.map(take),
    ...(targets === undefined ? {} : { targets: take(targets) }),
    ...(weights === undefined ? {} : { weights: take(weights) }),
    ...(ids === undefined ? {} : { ids: ids.filter((_, row) => row % placement.count === placement.index) }),
  };
}

/** The shape and type of a batch's arrays, as plain data. */
export interface BatchTemplate {
  readonly inputs: readonly (readonly number[])[];
  readonly isList: boolean;
  readonly targets: readonly number[] | undefined;
  readonly isWeighted: boolean;
  readonly hasIds: boolean;
}

/** Describes a row of a batch. */
export function templateOf(batch: InputBatch & Partial<Batch>): BatchTemplate {
  const { inputs, targets, weights, ids } = batch;
  const rowOf = ({ shape }: NDArray): readonly number[] => shape.slice(1);
  return {
    inputs: "shape" in inputs ? [rowOf(inputs)] : inputs.map(rowOf),
    isList: !("shape" in inputs),
    targets: targets && rowOf(targets),
    isWeighted: weights !== undefined,
    hasIds: ids !== undefined,
  };
}

/** A row of zeros that is computed and ignored, for a rank without rows. */
export function paddingRow(template: BatchTemplate): InputBatch & Partial<Batch> {
  const zeros = (shape: readonly number[]): NDArray => ({
    data: new Float32Array(shape.reduce((product, side) => product * side, 1)),
    shape: [1, ...shape],
  });
  const inputs = template.inputs.map(zeros);
  return {
    inputs: template.isList ? inputs : inputs[0],
    ...(template.targets && { targets: zeros(template.targets) }),
    ...(template.isWeighted && { weights: { data: Float32Array.of(1), shape: [1] } }),
    ...(template.hasIds && { ids: [""] }),
  };
}
