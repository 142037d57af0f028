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
 * Gives tfjs's wasm backend what it needs to train convolution networks: the gradient kernels that it lacks, and matrix
 * products of our own in the place of its convolutions. A second call does nothing.
 *
 * `useBackend("wasm")` has called it already.
 *
 * @throws Error where `@tensorflow/tfjs-backend-wasm` has not been imported yet: importing it later would undo this.
 */
export function registerKernels(): void {
  if (getKernelOf("Add") === undefined)
    throw new Error("registerGradientKernels: import @tensorflow/tfjs-backend-wasm first");
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

/** Gradients are one for all backends. Where tfjs's are not registered yet, there is nothing to train with either. */
function replaceBatchNormGradient(): void {
  const stock = getGradientOf(FusedBatchNorm);
  if (stock === undefined || stock === replaced) return;
  replaced = batchNormGradient(stock.gradFunc);
  registerGradient(replaced);
}

let replaced: GradConfig | undefined;

/** tfjs warns on the console where a kernel is registered over another. */
function replace(kernelName: string, kernelFunc: KernelFunc): void {
  const known = getKernelOf(kernelName);
  if (known?.kernelFunc === kernelFunc) return;
  if (known !== undefined) unregisterKernel(kernelName, WASM);
  registerKernel({ ...known, kernelName, backendName: WASM, kernelFunc }); // what tfjs sets up may be called by ours
}

function getKernelOf(name: string): ReturnType<typeof getKernel> | undefined {
  return getKernel(name, WASM);
}

function getGradientOf(name: string): GradConfig | undefined {
  return getGradient(name); // its type leaves out that there may be none
}
