import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { runJob } from "../threads/runJob.ts";
import { address, floats, type WasmEngine } from "../wasm/wasmEngine.ts";
import { withSums } from "./channelSums.ts";
import { rowsAndChannels } from "./rowsAndChannels.ts";

/** Mean and biased variance of each channel. */
export function moments(engine: WasmEngine, x: TensorInfo): TensorInfo[] {
  const { rows, channels } = rowsAndChannels(x);
  const [mean, variance] = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  const [from, pivot, squares] = [x, mean, variance].map((tensor) => address(engine, tensor));
  runJob(engine, { kernel: "pivots", parts: [[from, rows, channels, pivot]] });
  withSums(
    engine,
    "momentSums",
    { rows, channels, numbers: rows * channels },
    (first, count, sums) => [from + first * channels * 4, count, channels, pivot, sums],
    (running, pairs) => {
      const [means, variances] = [pivot, squares].map((at) => floats(running, at, channels));
      for (let channel = 0; channel < channels; channel++) {
        const shift = pairs[2 * channel] / rows;
        means[channel] += shift;
        variances[channel] = Math.max(0, pairs[2 * channel + 1] / rows - shift * shift);
      }
    },
  );
  return [mean, variance];
}

/** Moving statistics, and those that move them, each [channels]. */
export type MovedInputs = "mean" | "variance" | "foundMean" | "foundVariance";

/** momentum * mean + (1 - momentum) * found, each [channels]. */
export function updateMovingMean(
  engine: WasmEngine,
  mean: TensorInfo,
  found: TensorInfo,
  momentum: number,
): TensorInfo {
  const moved = engine.makeOutput(mean.shape, "float32");
  const [from, to, into] = [mean, found, moved].map((tensor) =>
    floats(engine, address(engine, tensor), util.sizeFromShape(mean.shape)),
  );
  for (let at = 0; at < into.length; at++) into[at] = from[at] - (from[at] - to[at]) * (1 - momentum);
  return moved;
}
