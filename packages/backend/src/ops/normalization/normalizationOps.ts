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

/** A mean and a variance of each channel. */
export interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * The next values of moving statistics, mean and variance: momentum * moving + (1 - momentum) * found.
 *
 * @example
 * ```ts
 * import { tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { updateMovingStatistics } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const moving = { mean: tensor1d([4]), variance: tensor1d([1]) };
 * const found = { mean: tensor1d([8]), variance: tensor1d([3]) };
 * const [mean, variance] = updateMovingStatistics(moving, found, 0.75);
 * [...mean.dataSync(), ...variance.dataSync()]; // => [5, 1.5]
 * ```
 */
export function updateMovingStatistics(moving: Statistics, found: Statistics, momentum: number): Tensor[] {
  const { mean, variance } = moving;
  const next = (from: Tensor, to: Tensor): Tensor => sub(from, mul(sub(from, to), 1 - momentum));
  const fallback = (): Tensor[] => [next(mean, found.mean), next(variance, found.variance)];
  const inputs = { mean, variance, foundMean: found.mean, foundVariance: found.variance };
  return runFusedKernel("TensorloomMovedStatistics", inputs, fallback, { momentum });
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

/**
 * dz = dy * activation'(z), the sums dbeta of dz, and dgamma of dz (x - mean) / sqrt(variance + epsilon).
 *
 * With `inPlace`, dz may be written over dy.
 */
export function normalizationSums(
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  ending: NormalizationAttributes & { readonly inPlace: boolean },
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

/** The results of `normalizationSums`, and the normalised tensor, which wasm makes in the same pass. */
export function normalizationSumsAndImage(
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  ending: NormalizationAttributes & { readonly inPlace: boolean },
): Tensor[] {
  const fallback = (): Tensor[] => [...normalizationSums(x, dy, by, ending), normalize(x, by, ending)];
  return runFusedKernel("TensorloomNormalizationSumsAndImage", { x, dy, ...by }, fallback, { ...ending });
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
