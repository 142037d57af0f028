import { checkSize } from "@tensorloom/core/internal";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";

/**
 * A batch to predict: the model's inputs, and an id for each row.
 *
 * @example
 * ```ts
 * import type { InputBatch } from "@tensorloom/training";
 *
 * const batch: InputBatch = { inputs: { data: Float32Array.of(3, 4), shape: [2, 1] }, ids: ["a", "b"] };
 * batch.ids?.length; // => 2
 * ```
 */
export interface InputBatch {
  /** `[batch, ...]`; a list if the model has several inputs. Any typed array of numbers, which is converted to float32. */
  readonly inputs: NDArray | readonly NDArray[];
  /** One id per row. */
  readonly ids?: readonly string[] | undefined;
}

/**
 * A batch to train on or to evaluate: inputs and targets, optionally weighted.
 *
 * `.batch(16, { collate: stack })` of `@tensorloom/data` makes such batches of elements with these fields.
 *
 * @example
 * ```ts
 * import { range, stack } from "@tensorloom/data";
 *
 * const dataset = range(4).map((n) => ({ inputs: Float32Array.of(n), targets: n % 2 })).batch(2, { collate: stack });
 * const [batch] = await dataset.toArray();
 * [batch.inputs.shape, batch.targets.shape]; // => [[2, 1], [2]]
 * ```
 */
export interface Batch extends InputBatch {
  /** `[batch]` or `[batch, ...]`, as the loss expects. */
  readonly targets: NDArray;
  /** `[batch]`: the weight of each row in the loss, at least 0. Default 1 each. */
  readonly weights?: NDArray | undefined;
}

/** Converts an array to a float32 tensor, optionally with another shape. */
export function toTensor(name: string, array: NDArray, as: readonly number[] = array.shape): Tensor {
  checkSize(name, array);
  const { data } = array;
  const numbers = data instanceof Float32Array ? data : Float32Array.from(data);
  return tensor(numbers, [...as], "float32");
}

/**
 * Returns the inputs of a batch as a list.
 *
 * @throws RangeError if an array's length does not match its shape.
 */
export function inputArrays(caller: string, { inputs }: InputBatch): readonly NDArray[] {
  const list = "shape" in inputs ? [inputs] : inputs;
  for (const [at, array] of list.entries())
    checkSize(list.length === 1 ? `${caller}: inputs` : `${caller}: inputs[${String(at)}]`, array);
  return list;
}

/** Converts the inputs of a batch to tensors, which the caller disposes. */
export function inputTensors(caller: string, batch: InputBatch): readonly Tensor[] {
  return inputArrays(caller, batch).map((array) => toTensor(`${caller}: inputs`, array));
}

/** Reads the numbers of a float32 tensor. */
export async function toArray(from: Tensor): Promise<NDArray<Float32Array>> {
  return { data: await from.data<"float32">(), shape: from.shape };
}
