import type { KernelFunc } from "@tensorflow/tfjs-core";
import { updateKernel } from "./elementwise/updateKernel.ts";
import { fusedConvolution, type FusedConvolutionAttributes } from "./convolution/fusedConvolution.ts";
import { gate, gateGradient } from "./squeezeExcite/gateKernels.ts";
import {
  gatedProjection,
  gatedProjectionGradient,
  gatedProjectionInputGradient,
} from "./squeezeExcite/gatedProjection.ts";
import { kernelFunc } from "./wasm/kernelFunc.ts";
import { imageDots, imageMeans, imageScale } from "./squeezeExcite/imageKernels.ts";
import { normalizedDepthwise, type NormalizedAttributes } from "./convolution/normalizedDepthwise.ts";
import { moments, type MovedInputs, updateMovingMean } from "./normalization/moments.ts";
import type { NormalizationInputs } from "./normalization/scaleAndShift.ts";
import {
  type GradientAttributes,
  type NormalizationAttributes,
  normalizationGradient,
  normalizationSums,
  normalizationSumsAndImage,
  normalize,
  type SumsAttributes,
} from "./normalization/normalizationKernels.ts";

/** Kernels that tfjs has no name for. */
export type FusedKernelName =
  | "TensorloomConvolution"
  | "TensorloomGate"
  | "TensorloomGateGradient"
  | "TensorloomGatedProjection"
  | "TensorloomGatedProjectionGradient"
  | "TensorloomGatedProjectionInputGradient"
  | "TensorloomMoments"
  | "TensorloomMovedStatistics"
  | "TensorloomNormalizedDepthwise"
  | "TensorloomNormalize"
  | "TensorloomNormalizationSums"
  | "TensorloomNormalizationSumsAndImage"
  | "TensorloomNormalizationGradient"
  | "TensorloomImageMeans"
  | "TensorloomImageDots"
  | "TensorloomImageScale"
  | "TensorloomUpdate";

/** Kernels that only a GPU needs: other backends read their memory directly. */
export type GpuKernelName = "TensorloomNonFinite";

/** The kernels of the fused operations (src/ops) on wasm. */
export const FUSED_KERNELS: Readonly<Record<FusedKernelName, KernelFunc>> = {
  TensorloomConvolution: kernelFunc<"x" | "filter" | "bias", FusedConvolutionAttributes>(fusedConvolution),
  TensorloomGate: kernelFunc(gate),
  TensorloomGateGradient: kernelFunc(gateGradient),
  TensorloomGatedProjection: kernelFunc(gatedProjection),
  TensorloomGatedProjectionGradient: kernelFunc(gatedProjectionGradient),
  TensorloomGatedProjectionInputGradient: kernelFunc(gatedProjectionInputGradient),
  TensorloomMoments: kernelFunc<"x", undefined>((engine, { x }) => moments(engine, x)),
  TensorloomMovedStatistics: kernelFunc<MovedInputs, { readonly momentum: number }>(
    (engine, { mean, variance, foundMean, foundVariance }, { momentum }) => [
      updateMovingMean(engine, mean, foundMean, momentum),
      updateMovingMean(engine, variance, foundVariance, momentum),
    ],
  ),
  TensorloomNormalizedDepthwise: kernelFunc<"x" | "filter" | keyof NormalizationInputs, NormalizedAttributes>(
    (engine, { x, filter, ...by }, attributes) => normalizedDepthwise(engine, { x, filter }, by, attributes),
  ),
  TensorloomNormalize: kernelFunc<"x" | keyof NormalizationInputs, NormalizationAttributes>(
    (engine, { x, ...by }, attributes) => normalize(engine, x, by, attributes),
  ),
  TensorloomNormalizationSums: kernelFunc<"x" | "dy" | keyof NormalizationInputs, SumsAttributes>(
    (engine, { x, dy, ...by }, attributes) => normalizationSums(engine, { x, dy }, by, attributes),
  ),
  TensorloomNormalizationSumsAndImage: kernelFunc<"x" | "dy" | keyof NormalizationInputs, SumsAttributes>(
    (engine, { x, dy, ...by }, attributes) => normalizationSumsAndImage(engine, { x, dy }, by, attributes),
  ),
  TensorloomNormalizationGradient: kernelFunc<
    "x" | "dz" | "dbeta" | "dgamma" | keyof NormalizationInputs,
    GradientAttributes
  >((engine, { x, dz, dbeta, dgamma, ...by }, attributes) =>
    normalizationGradient(engine, { x, dz, dbeta, dgamma }, by, attributes),
  ),
  TensorloomImageMeans: kernelFunc<"x", undefined>((engine, { x }) => imageMeans(engine, x)),
  TensorloomImageDots: kernelFunc<"x" | "y", undefined>((engine, { x, y }) => imageDots(engine, x, y)),
  TensorloomImageScale: kernelFunc<"x" | "scale" | "shift", undefined>((engine, { x, scale, shift }) =>
    imageScale(engine, x, scale, shift),
  ),
  TensorloomUpdate: updateKernel,
};
