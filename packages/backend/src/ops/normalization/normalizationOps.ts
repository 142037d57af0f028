import { add, div, moments, mul, neg, rsqrt, sub, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Activation } from "../../kernels/wasm/activation.ts";
import { activate, activationGradient } from "../activate.ts";
import { runFusedKernel } from "../runFusedKernel.ts";

/** The statistics and parameters of a normalisation over [.., channels], each [channels]. */
export interface NormalizationTensors {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly gamma: Tensor | undefined;
  readonly beta: Tensor | undefined;
}

/** The constants of a normalisation. */
export interface NormalizationAttributes {
  readonly epsilon: number;
  readonly activation: Activation;
}

/** All axes but the last. */
function allButChannels({ rank }: Tensor): number[] {
  return Array.from({ length: rank - 1 }, (_, axis) => axis);
}

/** Mean and biased variance of each channel. */
export function channelMoments(x: Tensor): Tensor[] {
  return runFusedKernel("TensorloomMoments", { x }, () => {
    const { mean, variance } = moments(x, allButChannels(x));
    return [mean, variance];
  });
}

/**
 * The next value of a moving mean: momentum * mean + (1 - momentum) * found.
 *
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { updateMovingMean } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * updateMovingMean(tensor1d([4]), tensor1d([8]), 0.75).dataSync(); // => Float32Array.of(5)
 * ```
 */
export function updateMovingMean(mean: Tensor, found: Tensor, momentum: number): Tensor {
  const fallback = (): Tensor[] => [sub(mean, mul(sub(mean, found), 1 - momentum))];
  return runFusedKernel("TensorloomMovedMean", { mean, found }, fallback, { momentum })[0];
}

/** Writes the normalisation as x * scale + shift. */
function scaleAndShift(
  { mean, variance, gamma, beta }: NormalizationTensors,
  epsilon: number,
): Readonly<Record<"inverse" | "scale" | "shift", Tensor>> {
  const inverse = rsqrt(add(variance, epsilon));
  const scale = gamma === undefined ? inverse : mul(inverse, gamma);
  const centred = mul(mean, scale);
  return { inverse, scale, shift: beta === undefined ? neg(centred) : sub(beta, centred) };
}

/** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
export function normalize(x: Tensor, by: NormalizationTensors, ending: NormalizationAttributes): Tensor {
  const fallback = (): Tensor[] => {
    const { scale, shift } = scaleAndShift(by, ending.epsilon);
    return [activate(add(mul(x, scale), shift), ending.activation)];
  };
  return runFusedKernel("TensorloomNormalize", { x, ...by }, fallback, { ...ending })[0];
}

/** dz = dy * activation'(z), the sums dbeta of dz, and dgamma of dz (x - mean) / sqrt(variance + epsilon). */
export function normalizationSums(
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  ending: NormalizationAttributes,
): Tensor[] {
  const fallback = (): Tensor[] => {
    const { inverse, scale, shift } = scaleAndShift(by, ending.epsilon);
    const linear = ending.activation === "linear";
    const dz = linear ? dy.clone() : activationGradient(add(mul(x, scale), shift), dy, ending.activation);
    const axes = allButChannels(dz);
    return [dz, sum(dz, axes), mul(sum(mul(dz, sub(x, by.mean)), axes), inverse)];
  };
  return runFusedKernel("TensorloomNormalizationSums", { x, dy, ...by }, fallback, { ...ending });
}

/** The inputs of the gradient of x, besides x. */
export interface NormalizationGradientInputs {
  readonly dz: Tensor;
  readonly dbeta: Tensor;
  readonly dgamma: Tensor;
  readonly epsilon: number;
  /** The number of rows that the statistics are over; Infinity if they are fixed. */
  readonly rows: number;
  /** Whether dz may be overwritten. */
  readonly inPlace: boolean;
}

/** dx = gamma / sqrt(variance + epsilon) * (dz - dbeta / rows - u dgamma / rows), u the normalised x. */
export function inputGradient(
  x: Tensor,
  by: NormalizationTensors,
  slope: NormalizationGradientInputs,
): Tensor {
  const { dz, dbeta, dgamma, ...attributes } = slope;
  const fallback = (): Tensor[] => {
    const { inverse, scale } = scaleAndShift(by, slope.epsilon);
    if (slope.rows === Infinity) return [mul(dz, scale)];
    const u = mul(sub(x, by.mean), inverse);
    const through = add(div(dbeta, slope.rows), mul(u, div(dgamma, slope.rows)));
    return [mul(sub(dz, through), scale)];
  };
  const inputs = { x, dz, dbeta, dgamma, ...by };
  return runFusedKernel("TensorloomNormalizationGradient", inputs, fallback, attributes)[0];
}
