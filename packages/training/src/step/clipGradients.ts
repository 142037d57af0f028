import {
  add,
  clipByValue,
  mul,
  type NamedTensorMap,
  sqrt,
  square,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { checkOptions, finite } from "@tensorloom/core/internal";

/**
 * How gradients are bounded before the optimizer sees them.
 *
 * @inline
 */
export interface GradientClipping {
  /** All gradients together are scaled down to at most this length (L2), above 0. */
  readonly norm?: number;
  /** Each number is cut to `-value .. value`, above 0. */
  readonly value?: number;
}

/** Checks a clip at the door. */
export function checkGradientClipping(clip: GradientClipping): void {
  const { norm, value } = checkOptions<GradientClipping>("fit: clip", clip, {
    norm: "number",
    value: "number",
  });
  for (const [name, bound] of [
    ["norm", norm],
    ["value", value],
  ] as const) {
    if (bound === undefined) continue;
    if (finite(`fit: clip.${name}`, bound) <= 0)
      throw new RangeError(`fit: clip.${name} must be above 0, got ${String(bound)}`);
  }
}

/**
 * The gradients within their bounds: by value first, then by their common length. Runs in a tidy.
 *
 * @see Keras, `clipvalue` and `global_clipnorm`
 */
export function clipGradients(gradients: NamedTensorMap, { norm, value }: GradientClipping): NamedTensorMap {
  const bounded =
    value === undefined
      ? gradients
      : mapGradients(gradients, (gradient) => clipByValue(gradient, -value, value));
  if (norm === undefined) return bounded;
  const squares = Object.values(bounded).map((gradient) => sum(square(gradient)));
  const [length] = sqrt(squares.reduce((total, one) => add(total, one))).dataSync();
  return length > norm ? mapGradients(bounded, (gradient) => mul(gradient, norm / length)) : bounded;
}

/** The same change made to every gradient. */
export function mapGradients(
  gradients: NamedTensorMap,
  change: (gradient: Tensor) => Tensor,
): NamedTensorMap {
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
}
