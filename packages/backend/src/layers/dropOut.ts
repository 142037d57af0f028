import { add, div, floor, mul, randomUniform, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { differentiate } from "./differentiable.ts";

/** What is dropped. */
export interface DropOutOptions {
  /** The share that is dropped, above 0 and below 1. */
  readonly rate: number;
  /** One draw for each element of this shape; null is the tensor's own length. Default: the tensor's shape. */
  readonly noiseShape: readonly (number | null)[] | undefined;
  /** Of the draws: the same seed, the same mask. */
  readonly seed: number | undefined;
}

/** tfjs's dropout, draw for draw; but only the mask is kept for the way back, and of drop-connect's one number an image. */
export function dropOut(x: Tensor, { rate, noiseShape, seed }: DropOutOptions): Tensor {
  const shape = (noiseShape ?? x.shape).map((length, axis) => length ?? x.shape[axis]);
  const kept = 1 - rate;
  const [y] = differentiate({
    inputs: { x },
    forward(save) {
      const mask = tidy(() => div(floor(add(randomUniform(shape, 0, 1, "float32", seed), kept)), kept));
      save([mask]);
      return [mul(x, mask), mask];
    },
    backward: (dy, [mask]) => ({ x: () => mul(dy, mask) }),
  });
  return y;
}
