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

/** The inputs of a lean kernel; those that are undefined are left out. */
export type KernelInputs = Readonly<Record<string, Tensor | undefined>>;

/** Runs one of our kernels where the backend has it (wasm), and what is the same in tfjs's own operations elsewhere. */
export function runFusedKernel(
  name: FusedKernelName,
  inputs: KernelInputs,
  elsewhere: () => Tensor[],
  attributes: NamedAttrMap = {},
): Tensor[] {
  // tfjs's type does not say that a kernel may be missing.
  const known = getKernel(name, getBackend()) as ReturnType<typeof getKernel> | undefined;
  if (known === undefined) return tidy(elsewhere);
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  const outputs: Tensor | Tensor[] = engine().runKernel(name, given as NamedTensorMap, attributes); // none is undefined
  return Array.isArray(outputs) ? outputs : [outputs];
}
