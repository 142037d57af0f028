import { availableParallelism } from "node:os";
import type { Options } from "./options.ts";

/** Fewer images than this a replica are not worth a thread. */
const LEAST_IMAGES = 4;

/** How many threads share a batch of images: on wasm one a core, as long as each has enough; other engines do it themselves. */
export function replicasOf(
  { replicas, batch }: Pick<Options, "replicas" | "batch">,
  backend: string,
  cores: number = availableParallelism(),
): number {
  if (replicas !== undefined) return replicas;
  return backend === "wasm" ? Math.max(1, Math.min(cores, Math.floor(batch / LEAST_IMAGES))) : 1;
}
