import { shapeText, sizeOf } from "@tensorloom/core/internal";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";

/** A batch to predict: what the model reads, and who is who. */
export interface InputBatch {
  /** `[batch, ...]`; a list where the model has several inputs, in their order. Any numbers: they become float32. */
  readonly inputs: NDArray | readonly NDArray[];
  /** One name a row. */
  readonly ids?: readonly string[] | undefined;
}

/** A batch to learn from. */
export interface Batch extends InputBatch {
  /** `[batch]` or `[batch, ...]`, as the loss wants it. */
  readonly targets: NDArray;
  /** `[batch]`: how much each row counts in the loss; default 1 each. */
  readonly weights?: NDArray | undefined;
}

/** A float32 tensor with the numbers of an array, in `shape` where it is given. */
export function toTensor(name: string, array: NDArray, as: readonly number[] = array.shape): Tensor {
  checkSize(name, array);
  const { data } = array;
  const numbers = data instanceof Float32Array ? data : Float32Array.from(data);
  return tensor(numbers, [...as], "float32");
}

function checkSize(name: string, { data, shape }: NDArray): void {
  if (sizeOf(shape) === data.length) return;
  throw new RangeError(
    `${name} of shape ${shapeText(shape)} must hold ${String(sizeOf(shape))} numbers, got ${String(data.length)}`,
  );
}

/**
 * The inputs of a batch as a list.
 *
 * @throws RangeError where one is not as many numbers as its shape says.
 */
export function inputArrays(caller: string, { inputs }: InputBatch): readonly NDArray[] {
  const list = "shape" in inputs ? [inputs] : inputs;
  for (const [at, array] of list.entries())
    checkSize(list.length === 1 ? `${caller}: inputs` : `${caller}: inputs[${String(at)}]`, array);
  return list;
}

/** The inputs of a batch as tensors; the caller disposes them. */
export function inputTensors(caller: string, batch: InputBatch): readonly Tensor[] {
  return inputArrays(caller, batch).map((array) => toTensor(`${caller}: inputs`, array));
}

/** The numbers of a float tensor. */
export async function toArray(from: Tensor): Promise<NDArray<Float32Array>> {
  return { data: await from.data<"float32">(), shape: from.shape };
}
