import { backend, getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { address, floats, wasmEngine } from "../kernels/wasm/wasmEngine.ts";

/**
 * A view of the numbers of a float32 tensor, row by row.
 *
 * On wasm and cpu nothing is copied, and writing to the view changes the tensor. On other backends it is a copy.
 *
 * The view is valid until the next tensor is made, which may grow wasm's memory. Write only to a tensor that no operation
 * has read yet: tfjs's wasm backend keeps packed copies of matrices that it has multiplied by.
 *
 * @throws TypeError if the tensor is of another type.
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { floatsOf, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("wasm");
 * const two = tf.tensor1d([1, 2]);
 * floatsOf(two).reverse();
 * await two.array(); // => [2, 1]
 * ```
 */
export function floatsOf(tensor: Tensor): Float32Array {
  if (tensor.dtype !== "float32")
    throw new TypeError(`floatsOf: expected a float32 tensor, got one of ${tensor.dtype}`);
  if (getBackend() !== "wasm") return tensor.dataSync<"float32">(); // cpu returns its own array
  const engine = wasmEngine(backend());
  return floats(engine, address(engine, tensor), tensor.size);
}
