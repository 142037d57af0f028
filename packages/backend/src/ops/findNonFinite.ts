import {
  all,
  backend,
  cast,
  getBackend,
  isFinite as finiteNumbers,
  reshape,
  stack,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { kernelModule } from "../kernels/wasm/kernelModule.ts";
import { address, wasmEngine } from "../kernels/wasm/wasmEngine.ts";
import { isKnownFinite } from "../kernels/wasm/writes.ts";
import { runFusedKernel } from "./runFusedKernel.ts";

/**
 * Finds the first float32 tensor that holds NaN or an infinity.
 *
 * On wasm and cpu it reads the numbers in place; on other backends it reads back one small tensor. Tensors of other types
 * are skipped.
 *
 * @returns Its index; undefined if every number is finite.
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { findNonFinite, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("wasm");
 * await findNonFinite([tf.tensor1d([1, 2]), tf.tensor1d([NaN])]); // => 1
 * ```
 */
export async function findNonFinite(tensors: readonly Tensor[]): Promise<number | undefined> {
  if (["cpu", "wasm"].includes(getBackend())) return findNonFiniteSync(tensors);
  const floats = tensors.filter(isFloat);
  if (floats.length === 0) return undefined;
  const inputs = Object.fromEntries(floats.map((tensor, nth) => [String(nth), tensor]));
  const [flags] = runFusedKernel("TensorloomNonFinite", inputs, () => [
    sub(1, stack(floats.map((tensor) => cast(all(finiteNumbers(reshape(tensor, [-1]))), "int32")))),
  ]);
  try {
    const at = (await flags.data()).indexOf(1);
    return at < 0 ? undefined : tensors.indexOf(floats[at]);
  } finally {
    flags.dispose();
  }
}

/**
 * Like {@link findNonFinite}, but synchronous.
 *
 * On wasm and cpu it reads the numbers in place. On other backends it reads them back, which few backends allow.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { findNonFiniteSync } from "@tensorloom/backend/internal";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * findNonFiniteSync([tf.tensor1d([1, 2]), tf.tensor1d([NaN])]); // => 1
 * ```
 */
export function findNonFiniteSync(tensors: readonly Tensor[]): number | undefined {
  const at = tensors.findIndex(
    (tensor) => isFloat(tensor) && tensor.size > 0 && !isKnownFinite(tensor) && !isAllFinite(tensor),
  );
  return at < 0 ? undefined : at;
}

function isFloat({ dtype }: Tensor): boolean {
  return dtype === "float32";
}

function isAllFinite(tensor: Tensor): boolean {
  if (getBackend() !== "wasm") return allFinite(tensor.dataSync<"float32">()); // cpu returns its own array
  const engine = wasmEngine(backend());
  return kernelModule(engine).allFinite(address(engine, tensor), tensor.size) === 1;
}

function allFinite(numbers: Float32Array): boolean {
  for (const value of numbers) if (value - value !== 0) return false;
  return true;
}
