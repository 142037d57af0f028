import { dispose, type NamedTensorMap, tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NamedArrays } from "./workerCommand.ts";

/** Copies tensors to arrays that can be sent to another thread. */
export function toNamedArrays(tensors: NamedTensorMap): NamedArrays {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, one]) => [name, { data: floatsOf(one).slice(), shape: one.shape }]),
  );
}

/** Copies arrays to tensors, calls `use` with them, and disposes them. */
export function withTensors(arrays: NamedArrays, use: (tensors: NamedTensorMap) => void): void {
  const tensors: NamedTensorMap = {};
  try {
    for (const [name, { data, shape }] of Object.entries(arrays)) tensors[name] = tensor(data, [...shape]);
    use(tensors);
  } finally {
    dispose(tensors);
  }
}

/** The buffers of arrays, to be moved to another thread. */
export function buffersOf(arrays: NamedArrays): readonly ArrayBuffer[] {
  return Object.values(arrays).map(({ data }) => data.buffer as ArrayBuffer); // toNamedArrays has copied them
}
