import {
  backend,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  getKernel,
  type KernelFunc,
  Mean,
  registerKernel,
  Sum,
  type TensorInfo,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import type { ConvolutionAttributes } from "../kernels/convolution/convolutionShape.ts";
import type { HalvesKernelName } from "../kernels/elementwise/halvesKernels.ts";
import type { FusedKernelName, GpuKernelName } from "../kernels/fusedKernels.ts";
import type { MovedInputs } from "../kernels/normalization/moments.ts";
import { registerHalves } from "../kernels/registerHalves.ts";
import { replaceBatchNormGradient } from "../kernels/normalization/replaceBatchNormGradient.ts";
import type {
  GradientAttributes,
  NormalizationAttributes,
  SumsAttributes,
} from "../kernels/normalization/normalizationKernels.ts";
import type { NormalizationInputs } from "../kernels/normalization/scaleAndShift.ts";
import { isWebgpuEngine } from "./engine/webgpuEngine.ts";
import { fusedConvolution, withPointwiseProduct } from "./kernels/convolution.ts";
import { isNhwc } from "./kernels/convolutionShape.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./kernels/depthwise.ts";
import { convolutionFilterGradient } from "./kernels/filterGradient.ts";
import { gate, gateGradient } from "./kernels/gate.ts";
import { packHalves, unpackHalves } from "./kernels/halves.ts";
import { imageDots, imageMeans, imageScale } from "./kernels/images.ts";
import {
  moments,
  normalizationGradient,
  normalizationSums,
  normalize,
  updateMovingStatistics,
} from "./kernels/normalization.ts";
import { nonFiniteFlags } from "./kernels/nonFinite.ts";
import { withColumnSums } from "./kernels/sums.ts";
import { updateKernel } from "./kernels/update.ts";
import { webgpuKernel } from "./kernels/webgpuKernel.ts";

const WEBGPU = "webgpu";

/** The kernels of the fused operations (src/ops) on WebGPU; the others run as tfjs's own operations. */
const FUSED: Readonly<Partial<Record<FusedKernelName | GpuKernelName, KernelFunc>>> = {
  TensorloomNonFinite: nonFiniteFlags,
  TensorloomConvolution: fusedConvolution,
  TensorloomGate: webgpuKernel(gate),
  TensorloomGateGradient: webgpuKernel(gateGradient),
  TensorloomMoments: webgpuKernel<"x", undefined>((engine, { x }) => moments(engine, x)),
  TensorloomMovedStatistics: webgpuKernel<MovedInputs, { readonly momentum: number }>(
    (engine, inputs, { momentum }) => updateMovingStatistics(engine, inputs, momentum),
  ),
  TensorloomNormalize: webgpuKernel<"x" | keyof NormalizationInputs, NormalizationAttributes>(
    (engine, { x, ...by }, attributes) => normalize(engine, x, by, attributes),
  ),
  TensorloomNormalizationSums: webgpuKernel<"x" | "dy" | keyof NormalizationInputs, SumsAttributes>(
    (engine, { x, dy, ...by }, attributes) => normalizationSums(engine, { x, dy }, by, attributes),
  ),
  TensorloomNormalizationGradient: webgpuKernel<
    "x" | "dz" | "dbeta" | "dgamma" | keyof NormalizationInputs,
    GradientAttributes
  >((engine, { x, dz, dbeta, dgamma, ...by }, attributes) =>
    normalizationGradient(engine, { x, dz, dbeta, dgamma }, by, attributes),
  ),
  TensorloomImageMeans: webgpuKernel<"x", undefined>((engine, { x }) => imageMeans(engine, x)),
  TensorloomImageDots: webgpuKernel<"x" | "y", undefined>((engine, { x, y }) => imageDots(engine, x, y)),
  TensorloomImageScale: webgpuKernel<"x" | "scale", undefined>((engine, { x, scale, ...rest }) =>
    imageScale(engine, x, scale, (rest as { readonly shift?: TensorInfo }).shift),
  ),
  TensorloomUpdate: updateKernel,
};

const HALVES: Readonly<Record<HalvesKernelName, KernelFunc>> = {
  TensorloomPackHalves: packHalves,
  TensorloomUnpackHalves: unpackHalves,
};

/** Kernels of tfjs that ours replace for NHWC tensors of floats; the rest is left to tfjs's own. */
const REPLACED: Readonly<Record<string, (stock: KernelFunc) => KernelFunc>> = {
  [Sum]: (stock) => withColumnSums(stock, false),
  [Mean]: (stock) => withColumnSums(stock, true),
  [Conv2DBackpropInput]: withPointwiseProduct,
  [Conv2DBackpropFilter]: unlessNchw(
    webgpuKernel<"x" | "dy", ConvolutionAttributes & { readonly filterShape: readonly number[] }>(
      convolutionFilterGradient,
    ),
  ),
  [DepthwiseConv2dNativeBackpropInput]: unlessNchw(
    webgpuKernel<"dy" | "filter", ConvolutionAttributes & { readonly inputShape: readonly number[] }>(
      depthwiseInputGradient,
    ),
  ),
  [DepthwiseConv2dNativeBackpropFilter]: unlessNchw(
    webgpuKernel<"x" | "dy", ConvolutionAttributes & { readonly filterShape: readonly number[] }>(
      depthwiseFilterGradient,
    ),
  ),
};

function unlessNchw(ours: KernelFunc): (stock: KernelFunc) => KernelFunc {
  return (stock) => (call) => (isNhwc(call.attrs as unknown as ConvolutionAttributes) ? ours : stock)(call);
}

/**
 * Registers our kernels with tfjs's WebGPU backend, which must be the current one.
 *
 * A second call changes only `halves`. `useBackend("webgpu")` calls it.
 *
 * @param halves - Whether activations are kept as 16-bit floats between the forward and the backward pass.
 * @returns Whether the backend has the members that the kernels use; if it has not, it stays as it is.
 */
export function registerWebgpuKernels(halves = false): boolean {
  if (!isWebgpuEngine(backend())) return false;
  replaceBatchNormGradient();
  registerHalves(WEBGPU, HALVES, halves);
  if (kernelOf("TensorloomUpdate") !== undefined) return true;
  for (const [kernelName, kernelFunc] of Object.entries(FUSED))
    registerKernel({ kernelName, backendName: WEBGPU, kernelFunc });
  for (const [kernelName, replace] of Object.entries(REPLACED)) {
    const stock = kernelOf(kernelName);
    if (stock === undefined) continue;
    unregisterKernel(kernelName, WEBGPU); // tfjs warns on the console if a kernel replaces another
    registerKernel({ ...stock, kernelFunc: replace(stock.kernelFunc) });
  }
  return true;
}

function kernelOf(name: string): ReturnType<typeof getKernel> | undefined {
  return getKernel(name, WEBGPU);
}
