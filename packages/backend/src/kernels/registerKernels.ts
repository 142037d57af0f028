import {
  FusedBatchNorm,
  getGradient,
  getKernel,
  type GradConfig,
  type KernelFunc,
  registerGradient,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { batchNormGradient } from "./normalization/batchNormGradient.ts";
import { CLIP_KERNELS, STOCK_FUSED_KERNELS, withOwnClip } from "./elementwise/clipKernels.ts";
import { FORWARD_KERNELS } from "./forwardKernels.ts";
import { GRADIENT_KERNELS } from "./gradientKernels.ts";
import { FUSED_KERNELS } from "./fusedKernels.ts";

const WASM = "wasm";

/**
 * Registers our kernels with tfjs's wasm backend, so that convolution networks train on it.
 *
 * They add the gradient kernels that it lacks and replace its convolutions. A second call does nothing.
 * `useBackend("wasm")` calls it.
 *
 * @throws Error if `@tensorflow/tfjs-backend-wasm` has not been imported: importing it later would undo this.
 */
export function registerKernels(): void {
  if (getKernelOf("Add") === undefined)
    throw new Error("registerKernels: import @tensorflow/tfjs-backend-wasm first");
  const ours: Readonly<Record<string, KernelFunc>> = {
    ...GRADIENT_KERNELS,
    ...FORWARD_KERNELS,
    ...FUSED_KERNELS,
    ...CLIP_KERNELS,
    ...Object.fromEntries(STOCK_FUSED_KERNELS.map((name) => [name, withOwnClip(name)])),
  };
  for (const [name, kernelFunc] of Object.entries(ours)) replace(name, kernelFunc);
  replaceBatchNormGradient();
}

/** Gradients are shared by all backends. If tfjs's are not registered, nothing can be trained either. */
function replaceBatchNormGradient(): void {
  const stock = getGradientOf(FusedBatchNorm);
  if (stock === undefined || stock === replaced) return;
  replaced = batchNormGradient(stock.gradFunc);
  registerGradient(replaced);
}

let replaced: GradConfig | undefined;

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

function getGradientOf(name: string): GradConfig | undefined {
  return getGradient(name); // its type does not say that it may be missing
}
