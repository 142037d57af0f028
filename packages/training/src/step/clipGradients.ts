import {
  add,
  clipByValue,
  div,
  getBackend,
  maximum,
  mul,
  type NamedTensorMap,
  sqrt,
  square,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { checkOptions, finite } from "@tensorloom/core/internal";

/**
 * Gradient clipping: limits on the gradients before the optimizer applies them.
 *
 * @inline
 */
export interface GradientClipping {
  /** Maximum L2 norm of all gradients together, above 0. Larger gradients are scaled down. */
  readonly norm?: number;
  /** Maximum absolute value of each number, above 0. */
  readonly value?: number;
}

/** @throws RangeError if a limit is not above 0; TypeError for an unknown option. */
export function checkGradientClipping(clip: GradientClipping): void {
  const { norm, value } = checkOptions<GradientClipping>("fit: clip", clip, {
    norm: "number",
    value: "number",
  });
  for (const [name, limit] of [
    ["norm", norm],
    ["value", value],
  ] as const) {
    if (limit === undefined) continue;
    if (finite(`fit: clip.${name}`, limit) <= 0)
      throw new RangeError(`fit: clip.${name} must be above 0, got ${String(limit)}`);
  }
}

/**
 * Clips gradients by value, then by their global norm. Runs in a tidy.
 *
 * @see Keras, `clipvalue` and `global_clipnorm`
 */
export function clipGradients(gradients: NamedTensorMap, { norm, value }: GradientClipping): NamedTensorMap {
  const clipped =
    value === undefined
      ? gradients
      : mapGradients(gradients, (gradient) => clipByValue(gradient, -value, value));
  if (norm === undefined) return clipped;
  const squares = Object.values(clipped).map((gradient) => sum(square(gradient)));
  const norms = sqrt(squares.reduce((total, one) => add(total, one)));
  if (getBackend() === "webgpu") {
    // Node cannot read from the GPU synchronously, so the factor stays there: exactly 1 if the norm is small enough.
    const factor = div(norm, maximum(norms, norm));
    return mapGradients(clipped, (gradient) => mul(gradient, factor));
  }
  const [globalNorm] = norms.dataSync();
  return globalNorm > norm ? mapGradients(clipped, (gradient) => mul(gradient, norm / globalNorm)) : clipped;
}

/** Applies a function to every gradient. */
function mapGradients(gradients: NamedTensorMap, change: (gradient: Tensor) => Tensor): NamedTensorMap {
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
}
