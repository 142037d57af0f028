import {
  getBackend,
  getKernel,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import type { HalvesKernelName } from "./elementwise/halvesKernels.ts";

/** Registers a backend's kernels for activations of 16 bits, or takes them back. */
export function registerHalves(
  backendName: string,
  kernels: Readonly<Record<HalvesKernelName, KernelFunc>>,
  wanted: boolean,
): void {
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    const present = isRegistered(kernelName, backendName);
    if (wanted && !present) registerKernel({ kernelName, backendName, kernelFunc });
    if (!wanted && present) unregisterKernel(kernelName, backendName);
  }
}

/**
 * How training keeps activations on the current backend.
 *
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { activationStorage } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm", { activations: "float16" });
 * activationStorage(); // => "float16"
 * ```
 */
export function activationStorage(): "float32" | "float16" {
  return isRegistered("TensorloomPackHalves", getBackend()) ? "float16" : "float32";
}

function isRegistered(name: string, backendName: string): boolean {
  // tfjs's type does not say that a kernel may be missing
  return (getKernel(name, backendName) as ReturnType<typeof getKernel> | undefined) !== undefined;
}
