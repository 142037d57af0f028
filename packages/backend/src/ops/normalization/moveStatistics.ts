import { runningRecording } from "../recording/recordingBackend.ts";
import { runScript } from "../../kernels/threads/runJob.ts";
import { address, floats } from "../../kernels/wasm/wasmEngine.ts";
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
  const recording = runningRecording();
  if (!canOverwrite(moving.mean) || !canOverwrite(moving.variance)) {
    if (recording === undefined) return false;
    throw new Error("wasm: statistics whose numbers are shared cannot be recorded");
  }
  if (recording !== undefined) {
    for (const name of ["mean", "variance"] as const) {
      const at = address(recording, found[name]);
      runScript(recording, (running) => {
        move(overwrite(moving[name]), floats(running, at, moving[name].size), momentum);
      });
    }
    return true;
  }
  move(overwrite(moving.mean), floatsOf(found.mean), momentum);
  move(overwrite(moving.variance), floatsOf(found.variance), momentum);
  return true;
}

function move(from: Float32Array, to: Float32Array, momentum: number): void {
  for (let at = 0; at < from.length; at++) from[at] -= (from[at] - to[at]) * (1 - momentum);
}
