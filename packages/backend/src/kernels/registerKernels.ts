import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from "@tensorflow/tfjs-core";
import { replaceBatchNormGradient } from "./normalization/replaceBatchNormGradient.ts";
import { HALVES_KERNELS } from "./elementwise/halvesKernels.ts";
import { registerHalves } from "./registerHalves.ts";
import { CLIP_KERNELS, STOCK_FUSED_KERNELS, withOwnClip } from "./elementwise/clipKernels.ts";
import { RECORDABLE_KERNELS, withRecording } from "./elementwise/recordableKernels.ts";
import { FORWARD_KERNELS } from "./forwardKernels.ts";
import { GRADIENT_KERNELS } from "./gradientKernels.ts";
import { FUSED_KERNELS } from "./fusedKernels.ts";

const WASM = "wasm";

/**
 * Registers our kernels with tfjs's wasm backend, so that convolution networks train on it.
 *
 * They add the gradient kernels that it lacks and replace its convolutions. A second call changes only `halves`.
 * `useBackend("wasm")` calls it.
 *
 * @param halves - Whether activations are kept as 16-bit floats between the forward and the backward pass.
 * @throws Error if `@tensorflow/tfjs-backend-wasm` has not been imported: importing it later would undo this.
 */
export function registerKernels(halves = false): void {
  if (getKernelOf("Add") === undefined)
    throw new Error("registerKernels: import @tensorflow/tfjs-backend-wasm first");
  const ours: Readonly<Record<string, KernelFunc>> = {
    ...GRADIENT_KERNELS,
    ...FORWARD_KERNELS,
    ...FUSED_KERNELS,
    ...CLIP_KERNELS,
    ...Object.fromEntries(STOCK_FUSED_KERNELS.map((name) => [name, withOwnClip(name)])),
    ...Object.fromEntries(RECORDABLE_KERNELS.map((name) => [name, withRecording(name)])),
  };
  for (const [name, kernelFunc] of Object.entries(ours)) replace(name, kernelFunc);
  registerHalves(WASM, HALVES_KERNELS, halves);
  replaceBatchNormGradient();
}

/** Unregisters first: tfjs warns on the console if a kernel replaces another. */
function replace(kernelName: string, kernelFunc: KernelFunc): void {
  const known = getKernelOf(kernelName);
  if (known?.kernelFunc === kernelFunc) return;
  if (known !== undefined) unregisterKernel(kernelName, WASM);
  registerKernel({ ...known, kernelName, backendName: WASM, kernelFunc }); // our kernels may need what tfjs's set up
}

function getKernelOf(name: string): ReturnType<typeof getKernel> | undefined {
  return getKernel(name, WASM);
}
