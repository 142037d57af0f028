import { backend, engine, getBackend, type Tensor, tensor, util } from "@tensorflow/tfjs-core";
import { wasmEngine } from "../kernels/wasm/wasmEngine.ts";

/**
 * Makes a float32 tensor to be written into, with {@link floatsOf}.
 *
 * On wasm its numbers are those that its memory had before; on other backends they are zeros.
 *
 * @example
 * ```ts
 * import { floatsOf, useBackend } from "@tensorloom/backend";
 * import { emptyTensor } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const x = emptyTensor([2]);
 * floatsOf(x).set([1, 2]);
 * await x.array(); // => [1, 2]
 * ```
 */
export function emptyTensor(shape: readonly number[]): Tensor {
  if (getBackend() !== "wasm") return tensor(new Float32Array(util.sizeFromShape([...shape])), [...shape]);
  return engine().makeTensorFromTensorInfo(wasmEngine(backend()).makeOutput(shape, "float32"));
}
