import { backend, getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { countWrite } from "../kernels/wasm/writes.ts";
import { floatsOf } from "./floatsOf.ts";

/**
 * Whether the numbers of a tensor may be overwritten in place: only on wasm, and if no other tensor shares them.
 *
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { canOverwrite } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const x = tensor1d([4]);
 * canOverwrite(x); // => true
 * x.clone();
 * canOverwrite(x); // => false
 * ```
 */
export function canOverwrite({ dataId }: Tensor): boolean {
  return getBackend() === "wasm" && backend().refCount(dataId) === 1;
}

/**
 * The numbers of a tensor, to be overwritten now if {@link canOverwrite} allows it: what was computed from them counts as old.
 *
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { overwrite, writesOf } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const x = tensor1d([4]);
 * overwrite(x)[0] = 5;
 * [x.dataSync()[0], writesOf(x)]; // => [5, 1]
 * ```
 */
export function overwrite(tensor: Tensor): Float32Array {
  countWrite(tensor);
  return floatsOf(tensor);
}
