import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import type { FusedKernelName, GpuKernelName } from "../kernels/fusedKernels.ts";

/** The inputs of a kernel; those that are undefined are left out. */
export type KernelInputs = Readonly<Record<string, Tensor | undefined>>;

/** Runs one of our kernels if the backend has it (wasm, webgpu), else `fallback`, the same with tfjs's own operations. */
export function runFusedKernel(
  name: FusedKernelName | GpuKernelName,
  inputs: KernelInputs,
  fallback: () => Tensor[],
  attributes: NamedAttrMap = {},
): Tensor[] {
  // tfjs's type does not say that a kernel may be missing.
  const known = getKernel(name, getBackend()) as ReturnType<typeof getKernel> | undefined;
  if (known === undefined) return tidy(fallback);
  const present: NamedTensorMap = {};
  for (const [input, tensor] of Object.entries(inputs)) if (tensor !== undefined) present[input] = tensor;
  const outputs: Tensor | Tensor[] = engine().runKernel(name, present, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
}
