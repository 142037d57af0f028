import type { KernelFunc } from "@tensorflow/tfjs-core";
import { updateKernel } from "./elementwise/updateKernel.ts";
import { fusedConvolution, type FusedConvolutionAttributes } from "./convolution/fusedConvolution.ts";
import { gate, gateGradient } from "./squeezeExcite/gateKernels.ts";
import { kernelFunc } from "./wasm/kernelFunc.ts";
import { imageDots, imageMeans, imageScale } from "./squeezeExcite/imageKernels.ts";
import type { NormalizationInputs } from "./normalization/scaleAndShift.ts";
import {
  type GradientAttributes,
  moments,
  updateMovingMean,
  type NormalizationAttributes,
  normalizationGradient,
  normalizationSums,
  normalize,
} from "./normalization/normalizationKernels.ts";

/** Kernels that tfjs has no name for. */
export type FusedKernelName =
  | "TensorloomConvolution"
  | "TensorloomGate"
  | "TensorloomGateGradient"
  | "TensorloomMoments"
  | "TensorloomMovedMean"
  | "TensorloomNormalize"
  | "TensorloomNormalizationSums"
  | "TensorloomNormalizationGradient"
  | "TensorloomImageMeans"
  | "TensorloomImageDots"
  | "TensorloomImageScale"
  | "TensorloomUpdate";

/** The kernels of the fused operations (src/ops) on wasm. */
export const FUSED_KERNELS: Readonly<Record<FusedKernelName, KernelFunc>> = {
  TensorloomConvolution: kernelFunc<"x" | "filter" | "bias", FusedConvolutionAttributes>(fusedConvolution),
  TensorloomGate: kernelFunc(gate),
  TensorloomGateGradient: kernelFunc(gateGradient),
  TensorloomMoments: kernelFunc<"x", undefined>((engine, { x }) => moments(engine, x)),
  TensorloomMovedMean: kernelFunc<"mean" | "found", { readonly momentum: number }>(
    (engine, { mean, found }, { momentum }) => updateMovingMean(engine, mean, found, momentum),
  ),
  TensorloomNormalize: kernelFunc<"x" | keyof NormalizationInputs, NormalizationAttributes>(
    (engine, { x, ...by }, attributes) => normalize(engine, x, by, attributes),
  ),
  TensorloomNormalizationSums: kernelFunc<"x" | "dy" | keyof NormalizationInputs, NormalizationAttributes>(
    (engine, { x, dy, ...by }, attributes) => normalizationSums(engine, { x, dy }, by, attributes),
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
