import { availableParallelism } from "node:os";
import type { EngineChoice } from "@tensorloom/training";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

/** A replica with fewer images of a batch costs more than it saves. */
const MIN_IMAGES = 4;

/**
 * Chooses how many threads share a batch of images.
 *
 * Without `--replicas`: with tfjs on wasm one per core if each has enough images, else one, because ONNX Runtime and
 * other backends use all cores themselves.
 */
export function chooseReplicas(
  { replicas, batch }: Pick<Options, "replicas" | "batch">,
  backend: string,
  engine: EngineChoice["name"],
  cores: number = availableParallelism(),
): number {
  if (replicas !== undefined) return replicas;
  return engine === "tfjs" && backend === "wasm"
    ? Math.max(1, Math.min(cores, Math.floor(batch / MIN_IMAGES)))
    : 1;
}

/**
 * Checks `--replicas`. Each replica is a thread with its own engine and up to 4 GB.
 *
 * @returns A warning if there are more replicas than cores.
 * @throws UserError if there are more than two replicas per core.
 */
export function checkReplicas(
  { replicas = 1 }: Pick<Options, "replicas">,
  cores: number = availableParallelism(),
): string | undefined {
  const machine = `this machine has ${String(cores)} ${cores === 1 ? "core" : "cores"}`;
  if (replicas > 2 * cores)
    throw new UserError(
      `--replicas must be at most ${String(2 * cores)}, two per core, got ${String(replicas)}: ${machine}`,
    );
  return replicas > cores
    ? `--replicas ${String(replicas)}: ${machine}, so more threads are slower`
    : undefined;
}
