import { add, moments, mul, sub, sum, type Tensor } from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { activate, deactivate } from "./activate.ts";
import { leanKernel } from "./leanKernel.ts";

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

/** activation(x * scale + shift), scale and shift by channel. */
export function normalized(x: Tensor, scale: Tensor, shift: Tensor, activation: Activation): Tensor {
  const elsewhere = (): Tensor[] => [activate(add(mul(x, scale), shift), activation)];
  return leanKernel("TensorloomNormalize", { x, scale, shift }, elsewhere, activation)[0];
}

/** What the gradient of `normalized` works with. */
export interface Upstream {
  readonly x: Tensor;
  readonly dy: Tensor;
  readonly scale: Tensor;
  readonly shift: Tensor;
}

/** dz = dy * activation'(x * scale + shift). */
function beforeActivation({ x, dy, scale, shift }: Upstream, activation: Activation): Tensor {
  return activation === "linear" ? dy : deactivate(add(mul(x, scale), shift), dy, activation);
}

/** For each channel the sums of dz and of dz * (x - mean). */
export function channelSums(upstream: Upstream, mean: Tensor, activation: Activation): Tensor[] {
  const elsewhere = (): Tensor[] => {
    const dz = beforeActivation(upstream, activation);
    const axes = allButChannels(dz);
    return [sum(dz, axes), sum(mul(dz, sub(upstream.x, mean)), axes)];
  };
  return leanKernel("TensorloomNormalizationSums", { ...upstream, mean }, elsewhere, activation);
}

/** scale * dz + slope * x + offset. */
export function inputGradient(
  upstream: Upstream,
  slope: Tensor,
  offset: Tensor,
  activation: Activation,
): Tensor {
  const { x, scale } = upstream;
  const elsewhere = (): Tensor[] => [
    add(mul(beforeActivation(upstream, activation), scale), add(mul(x, slope), offset)),
  ];
  return leanKernel(
    "TensorloomNormalizationGradient",
    { ...upstream, slope, offset },
    elsewhere,
    activation,
  )[0];
}
