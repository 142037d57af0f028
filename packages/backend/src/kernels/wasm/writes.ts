import type { TensorInfo } from "@tensorflow/tfjs-core";

/** How often the numbers of a tensor were overwritten in place, by its data. */
const writes = new WeakMap<object, number>();

/** Records that the numbers of tensors were overwritten in place. */
export function countWrite({ dataId }: TensorInfo): void {
  writes.set(dataId, (writes.get(dataId) ?? 0) + 1);
}

/**
 * How often the numbers of a tensor were overwritten in place.
 *
 * A tensor's `dataId` changes when a variable is assigned, and stays when an optimizer overwrites it. Numbers are
 * still the same if neither has changed.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { writesOf } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * writesOf(ones([2])); // => 0
 * ```
 */
export function writesOf({ dataId }: TensorInfo): number {
  return writes.get(dataId) ?? 0;
}

/** How often the numbers of tensors had been overwritten when they were found to be finite, by their data. */
const finite = new WeakMap<object, number>();

/** Records that all numbers of a tensor are finite, as a kernel found while it wrote them. */
export function markFinite(tensor: TensorInfo): void {
  finite.set(tensor.dataId, writesOf(tensor));
}

/** Whether all numbers of a tensor are known to be finite: nothing has overwritten them since {@link markFinite}. */
export function isKnownFinite(tensor: TensorInfo): boolean {
  return finite.get(tensor.dataId) === writesOf(tensor);
}
