import type { KernelFunc } from "@tensorflow/tfjs-core";
import type { Activation } from "./activation.ts";
import { kernelFunc } from "./gradientKernels.ts";
import { imageDots, imageMeans, imageScale } from "./imageKernels.ts";
import { moments, normalizationGradient, normalizationSums, normalize } from "./normalizationKernels.ts";

interface Ending {
  readonly activation: Activation;
}

/** Kernels that tfjs has no name for. */
export type LeanKernelName =
  | "TensorloomMoments"
  | "TensorloomNormalize"
  | "TensorloomNormalizationSums"
  | "TensorloomNormalizationGradient"
  | "TensorloomImageMeans"
  | "TensorloomImageDots"
  | "TensorloomImageScale";

/** What the lean operations (src/layers) are made of, where the backend is wasm. */
export const LEAN_KERNELS: Readonly<Record<LeanKernelName, KernelFunc>> = {
  TensorloomMoments: kernelFunc<"x", undefined>((engine, { x }) => moments(engine, x)),
  TensorloomNormalize: kernelFunc<"x" | "scale" | "shift", Ending>((engine, inputs, { activation }) =>
    normalize(engine, inputs, activation),
  ),
  TensorloomNormalizationSums: kernelFunc<"x" | "dy" | "scale" | "shift" | "mean", Ending>(
    (engine, inputs, { activation }) => normalizationSums(engine, inputs, activation),
  ),
  TensorloomNormalizationGradient: kernelFunc<"x" | "dy" | "scale" | "shift" | "slope" | "offset", Ending>(
    (engine, inputs, { activation }) => normalizationGradient(engine, inputs, activation),
  ),
  TensorloomImageMeans: kernelFunc<"x", undefined>((engine, { x }) => imageMeans(engine, x)),
  TensorloomImageDots: kernelFunc<"x" | "y", undefined>((engine, { x, y }) => imageDots(engine, x, y)),
  TensorloomImageScale: kernelFunc<"x" | "scale" | "shift", undefined>((engine, { x, scale, shift }) =>
    imageScale(engine, x, scale, shift),
  ),
};
