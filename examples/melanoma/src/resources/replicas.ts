import { availableParallelism } from "node:os";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

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

/**
 * Checks `--replicas` before any work: each is a thread with an engine and up to 4 GB of its own.
 *
 * @returns A warning if they are more than the cores.
 * @throws UserError if they are more than two per core.
 */
export function checkReplicas(
  { replicas = 1 }: Pick<Options, "replicas">,
  cores: number = availableParallelism(),
): string | undefined {
  const found = `this machine has ${String(cores)} ${cores === 1 ? "core" : "cores"}`;
  if (replicas > 2 * cores)
    throw new UserError(
      `--replicas must be at most ${String(2 * cores)}, two per core, got ${String(replicas)}: ${found}`,
    );
  return replicas > cores
    ? `--replicas ${String(replicas)}: ${found}, so more threads are slower`
    : undefined;
}
