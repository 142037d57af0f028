import { getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";

/** Copies the numbers of a tensor to an ordinary array, once: without a second copy on the way. */
export async function copyVariable(from: Tensor): Promise<NDArray> {
  const { shape } = from;
  if (from.dtype === "float32" && ["cpu", "wasm"].includes(getBackend()))
    return { data: floatsOf(from).slice(), shape };
  const data = await from.data();
  return { data: data.slice(), shape }; // a backend may return an array of its own
}
