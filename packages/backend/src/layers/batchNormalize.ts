import { add, div, mul, neg, rsqrt, sub, type Tensor, tidy, zerosLike } from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { differentiate, type Inputs } from "./differentiable.ts";
import { channelMoments, channelSums, inputGradient, normalized } from "./normalizationOps.ts";

/** How to normalise. */
export interface BatchNormalizeOptions {
  /** By channel; default 1, as in a layer with `scale: false`. */
  readonly gamma?: Tensor | undefined;
  /** By channel; default 0, as in a layer with `center: false`. */
  readonly beta?: Tensor | undefined;
  /** Mean and variance to normalise by, held fixed; default the batch's own, through which gradients flow. */
  readonly statistics?: readonly [mean: Tensor, variance: Tensor] | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
  /** What follows. */
  readonly activation: Activation;
}

/** The normalised tensor, and the mean and variance that were used. */
export interface Normalized {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * `y = activation(gamma (x - mean) / sqrt(variance + epsilon) + beta)` over all axes but the last, as one operation.
 *
 * Its gradients are closed formulas: with `z` what goes into the activation, `dz = dy activation'(z)`, `N` rows and
 * `u = (x - mean) / sqrt(variance + epsilon)`,
 * `dbeta = sum dz`, `dgamma = sum dz u`, `dx = gamma / sqrt(variance + epsilon) (dz - dbeta / N - u dgamma / N)`.
 * Of the forward pass only `x` is kept, and `z` is computed anew.
 */
export function batchNormalize(x: Tensor, options: BatchNormalizeOptions): Normalized {
  const { statistics, epsilon, activation } = options;
  const given = { gamma: options.gamma, beta: options.beta };
  const inputs: Record<string, Tensor> = { x };
  for (const [name, tensor] of Object.entries(given)) if (tensor !== undefined) inputs[name] = tensor;
  const [y, mean, variance] = differentiate({
    inputs,
    forward(save) {
      const [mean, variance] = statistics ?? channelMoments(x);
      const { scale, shift } = affine(mean, variance, epsilon, given.gamma, given.beta);
      const y = normalized(x, scale, shift, activation);
      const [m, v] = statistics === undefined ? [mean, variance] : [mean.clone(), variance.clone()];
      save([x, m, v]);
      return [y, m, v];
    },
    backward: (dy, [input, m, v]) =>
      gradients(input, dy, [m, v], { ...options, gamma: given.gamma, beta: given.beta }, inputs),
  });
  return { y, mean, variance };
}

/** The normalisation as x * scale + shift. */
function affine(
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
  gamma: Tensor | undefined,
  beta: Tensor | undefined,
): Readonly<Record<"inverse" | "scale" | "shift", Tensor>> {
  const inverse = rsqrt(add(variance, epsilon));
  const scale = gamma === undefined ? inverse : mul(inverse, gamma);
  const centred = mul(mean, scale);
  return { inverse, scale, shift: beta === undefined ? neg(centred) : sub(beta, centred) };
}

function gradients(
  x: Tensor,
  dy: Tensor,
  [mean, variance]: readonly [Tensor, Tensor],
  { gamma, beta, statistics, epsilon, activation }: BatchNormalizeOptions,
  inputs: Inputs,
): Readonly<Record<string, () => Tensor>> {
  const wanted = [x, dy] as const;
  const rows = x.size / mean.size;
  const [dx, dgamma, dbeta] = tidy(() => {
    const { inverse, scale, shift } = affine(mean, variance, epsilon, gamma, beta);
    const upstream = { x: wanted[0], dy: wanted[1], scale, shift };
    const [sumDz, sumDzX] = channelSums(upstream, mean, activation);
    const dgamma = mul(sumDzX, inverse);
    if (statistics !== undefined)
      return [inputGradient(upstream, zerosLike(mean), zerosLike(mean), activation), dgamma, sumDz];
    const slope = neg(div(mul(mul(scale, inverse), dgamma), rows));
    const offset = neg(add(div(mul(scale, sumDz), rows), mul(slope, mean)));
    return [inputGradient(upstream, slope, offset, activation), dgamma, sumDz];
  });
  const all: Readonly<Record<string, () => Tensor>> = { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  return Object.fromEntries(Object.keys(inputs).map((name) => [name, all[name]]));
}
