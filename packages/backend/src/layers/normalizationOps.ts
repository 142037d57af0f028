import { add, div, moments, mul, neg, rsqrt, sub, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { activate, deactivate } from "./activate.ts";
import { leanKernel } from "./leanKernel.ts";

/** What a tensor [.., channels] is normalised by, each [channels]. */
export interface NormalizedBy {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly gamma: Tensor | undefined;
  readonly beta: Tensor | undefined;
}

/** How a normalisation ends. */
export interface Ending {
  readonly epsilon: number;
  readonly activation: Activation;
}

/** All axes but the last. */
function allButChannels({ rank }: Tensor): number[] {
  return Array.from({ length: rank - 1 }, (_, axis) => axis);
}

/** Mean and biased variance of each channel. */
export function channelMoments(x: Tensor): Tensor[] {
  return leanKernel("TensorloomMoments", { x }, () => {
    const { mean, variance } = moments(x, allButChannels(x));
    return [mean, variance];
  });
}

/** A moving mean a step on: momentum * mean + (1 - momentum) * found. */
export function movedMean(mean: Tensor, found: Tensor, momentum: number): Tensor {
  const elsewhere = (): Tensor[] => [sub(mean, mul(sub(mean, found), 1 - momentum))];
  return leanKernel("TensorloomMovedMean", { mean, found }, elsewhere, { momentum })[0];
}

/** The normalisation as x * scale + shift. */
function affine(
  { mean, variance, gamma, beta }: NormalizedBy,
  epsilon: number,
): Readonly<Record<"inverse" | "scale" | "shift", Tensor>> {
  const inverse = rsqrt(add(variance, epsilon));
  const scale = gamma === undefined ? inverse : mul(inverse, gamma);
  const centred = mul(mean, scale);
  return { inverse, scale, shift: beta === undefined ? neg(centred) : sub(beta, centred) };
}

/** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
export function normalized(x: Tensor, by: NormalizedBy, ending: Ending): Tensor {
  const elsewhere = (): Tensor[] => {
    const { scale, shift } = affine(by, ending.epsilon);
    return [activate(add(mul(x, scale), shift), ending.activation)];
  };
  return leanKernel("TensorloomNormalize", { x, ...by }, elsewhere, { ...ending })[0];
}

/** dz = dy * activation'(z), the sums dbeta of dz, and dgamma of dz (x - mean) / sqrt(variance + epsilon). */
export function normalizationSums(x: Tensor, dy: Tensor, by: NormalizedBy, ending: Ending): Tensor[] {
  const elsewhere = (): Tensor[] => {
    const { inverse, scale, shift } = affine(by, ending.epsilon);
    const linear = ending.activation === "linear";
    const dz = linear ? dy.clone() : deactivate(add(mul(x, scale), shift), dy, ending.activation);
    const axes = allButChannels(dz);
    return [dz, sum(dz, axes), mul(sum(mul(dz, sub(x, by.mean)), axes), inverse)];
  };
  return leanKernel("TensorloomNormalizationSums", { x, dy, ...by }, elsewhere, { ...ending });
}

/** What the gradient with respect to x works with, besides x. */
export interface NormalizationSlope {
  readonly dz: Tensor;
  readonly dbeta: Tensor;
  readonly dgamma: Tensor;
  readonly epsilon: number;
  /** How many rows the statistics were taken from; Infinity where they are given, not taken. */
  readonly rows: number;
  /** Whether dz may be written over. */
  readonly inPlace: boolean;
}

/** dx = gamma / sqrt(variance + epsilon) * (dz - dbeta / rows - u dgamma / rows), u the normalised x. */
export function inputGradient(x: Tensor, by: NormalizedBy, slope: NormalizationSlope): Tensor {
  const { dz, dbeta, dgamma, ...attributes } = slope;
  const elsewhere = (): Tensor[] => {
    const { inverse, scale } = affine(by, slope.epsilon);
    if (slope.rows === Infinity) return [mul(dz, scale)];
    const u = mul(sub(x, by.mean), inverse);
    const through = add(div(dbeta, slope.rows), mul(u, div(dgamma, slope.rows)));
    return [mul(sub(dz, through), scale)];
  };
  const inputs = { x, dz, dbeta, dgamma, ...by };
  return leanKernel("TensorloomNormalizationGradient", inputs, elsewhere, attributes)[0];
}
