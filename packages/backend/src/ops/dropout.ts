import {
  add,
  div,
  floor,
  gather,
  getBackend,
  mul,
  randomUniform,
  type Tensor,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { runningRecording, tensorAt } from "./recording/recordingBackend.ts";
import { runScript } from "../kernels/threads/runJob.ts";
import { address, floats } from "../kernels/wasm/wasmEngine.ts";
import { floatsOf } from "./floatsOf.ts";
import { differentiate } from "./gradients/differentiate.ts";
import { maskRows } from "./maskRows.ts";

/** Options of {@link dropout}. */
export interface DropoutOptions {
  /** The fraction of elements to drop, above 0 and below 1. */
  readonly rate: number;
  /** Shape of the mask, which is broadcast; null means the tensor's own length. Default: the tensor's shape. */
  readonly noiseShape: readonly (number | null)[] | undefined;
  /** Returns the seed of the mask. Undefined or 0 draws a new one each time. */
  readonly seed: () => number | undefined;
}

/**
 * Drops elements and scales the others up, with the same random mask as tfjs.
 *
 * Saves only the mask for the backward pass: one number per image for drop-connect.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { dropout } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const y = dropout(ones([100]), { rate: 0.5, noiseShape: undefined, seed: () => 7 });
 * [...new Set(y.dataSync())].sort(); // => [0, 2]
 * ```
 */
export function dropout(x: Tensor, { rate, noiseShape, seed }: DropoutOptions): Tensor {
  const shape = (noiseShape ?? x.shape).map((length, axis) => length ?? x.shape[axis]);
  const [y] = differentiate({
    inputs: { x },
    forward(save) {
      const mask = recordedMask(shape, rate, seed) ?? dropoutMask({ shape, rate, seed: seed() });
      save([mask]);
      return [mul(x, mask), mask];
    },
    backward: (dy, [mask]) => ({ x: () => mul(dy, mask) }),
  });
  return y;
}

/** Options of {@link dropoutMask}. */
export interface DropoutMaskOptions extends Pick<DropoutOptions, "rate"> {
  readonly shape: readonly number[];
  /** Undefined or 0 draws a new mask each time. */
  readonly seed: number | undefined;
}

/**
 * Draws the mask of a dropout: 0, or `1 / (1 - rate)`, the same as tfjs draws.
 *
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { dropoutMask } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const mask = dropoutMask({ shape: [100], rate: 0.5, seed: 7 });
 * [...new Set(mask.dataSync())].sort(); // => [0, 2]
 * ```
 */
export function dropoutMask({ shape, rate, seed }: DropoutMaskOptions): Tensor {
  const kept = 1 - rate;
  const own = shape.length === 0 ? undefined : maskRows(shape[0]);
  return tidy(() => {
    const drawn = [own?.length ?? shape[0], ...shape.slice(1)].slice(0, shape.length);
    const whole = randomUniform(drawn, 0, 1, "float32", seed);
    if (["cpu", "wasm"].includes(getBackend())) {
      const width = drawn.slice(1).reduce((size, length) => size * length, 1);
      return tensor(maskOf(floatsOf(whole), kept, width, own?.indices), [...shape]);
    }
    const numbers = own === undefined ? whole : gather(whole, [...own.indices]);
    return div(floor(add(numbers, kept)), kept);
  });
}

/** The mask of a computation that is recorded: it is drawn at each run. */
function recordedMask(
  shape: readonly number[],
  rate: number,
  seed: DropoutOptions["seed"],
): Tensor | undefined {
  const recording = runningRecording();
  if (recording === undefined) return undefined;
  const mask = recording.makeOutput(shape, "float32");
  const at = address(recording, mask);
  runScript(recording, (running) => {
    const drawn = dropoutMask({ shape, rate, seed: seed() });
    const numbers = floatsOf(drawn);
    floats(running, at, numbers.length).set(numbers);
    drawn.dispose();
  });
  return tensorAt(mask);
}

/** The same in numbers: a mask often has one for each image, which operations take longer than. `rows`: those to keep, of `width` numbers. */
function maskOf(
  drawn: Float32Array,
  kept: number,
  width: number,
  rows: readonly number[] | undefined,
): Float32Array {
  const divisor = Math.fround(kept);
  const mask = drawn.map((number) => Math.floor(Math.fround(number + divisor)) / divisor);
  if (rows === undefined) return mask;
  const chosen = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries())
    chosen.set(mask.subarray(row * width, (row + 1) * width), at * width);
  return chosen;
}
