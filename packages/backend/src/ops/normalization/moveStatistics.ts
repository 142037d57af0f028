import type { Tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "../floatsOf.ts";
import { canOverwrite, overwrite } from "../overwrite.ts";
import type { Statistics } from "./normalizationOps.ts";

/**
 * Moves moving statistics in place: momentum * moving + (1 - momentum) * found.
 *
 * @returns Whether it did: only on wasm, and if no other tensor shares their numbers. Otherwise use
 *   `updateMovingStatistics`.
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { moveStatistics } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const moving = { mean: tensor1d([4]), variance: tensor1d([1]) };
 * moveStatistics(moving, { mean: tensor1d([8]), variance: tensor1d([3]) }, 0.75); // => true
 * [...moving.mean.dataSync(), ...moving.variance.dataSync()]; // => [5, 1.5]
 * ```
 */
export function moveStatistics(moving: Statistics, found: Statistics, momentum: number): boolean {
  if (!canOverwrite(moving.mean) || !canOverwrite(moving.variance)) return false;
  move(moving.mean, found.mean, momentum);
  move(moving.variance, found.variance, momentum);
  return true;
}

function move(moving: Tensor, found: Tensor, momentum: number): void {
  const [from, to] = [overwrite(moving), floatsOf(found)];
  for (let at = 0; at < from.length; at++) from[at] -= (from[at] - to[at]) * (1 - momentum);
}
