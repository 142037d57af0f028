import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import type { FusedKernelName } from "../kernels/fusedKernels.ts";

/** The inputs of a kernel; those that are undefined are left out. */
export type KernelInputs = Readonly<Record<string, Tensor | undefined>>;

/** Runs one of our kernels if the backend has it (wasm), else `fallback`, the same with tfjs's own operations. */
export function runFusedKernel(
  name: FusedKernelName,
  inputs: KernelInputs,
  fallback: () => Tensor[],
  attributes: NamedAttrMap = {},
): Tensor[] {
  // tfjs's type does not say that a kernel may be missing.
  const known = getKernel(name, getBackend()) as ReturnType<typeof getKernel> | undefined;
  if (known === undefined) return tidy(fallback);
  const present = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  const outputs: Tensor | Tensor[] = engine().runKernel(name, present as NamedTensorMap, attributes); // none is undefined now
  return Array.isArray(outputs) ? outputs : [outputs];
}
