import { backend_util } from "@tensorflow/tfjs-core";
import type { Geometry } from "../wasm/kernelExports.ts";

/** A convolution's sizes, strides and padding, all in pixels. */
export type ConvolutionShape = Pick<
  backend_util.Conv2DInfo,
  | "batchSize"
  | "inHeight"
  | "inWidth"
  | "inChannels"
  | "outHeight"
  | "outWidth"
  | "outChannels"
  | "filterHeight"
  | "filterWidth"
  | "strideHeight"
  | "strideWidth"
  | "dilationHeight"
  | "dilationWidth"
  | "padInfo"
>;

/** The attributes that tfjs passes to the convolution kernels and their gradients. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  readonly dataFormat?: "NHWC" | "NCHW";
  /** tfjs-layers passes null. */
  readonly dilations?: number | [number, number] | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape4D = [number, number, number, number];

/**
 * The sizes of a convolution of `x` by `filter`.
 *
 * @throws Error if the data format is not NHWC, the only one on wasm.
 */
export function convolutionShape(
  x: readonly number[],
  filter: readonly number[],
  attributes: ConvolutionAttributes,
  depthwise = false,
): ConvolutionShape {
  if ((attributes.dataFormat ?? "NHWC") !== "NHWC")
    throw new Error(
      "wasm: convolutions are NHWC only, got NCHW; transpose to [batch, height, width, channels]",
    );
  // tfjs's ops have checked that both are of rank 4 before the kernel is called.
  const [input, taps] = [x as Shape4D, filter as Shape4D];
  const { strides, pad, dimRoundingMode } = attributes;
  const dilations = attributes.dilations ?? 1;
  return backend_util.computeConv2DInfo(input, taps, strides, dilations, pad, dimRoundingMode, depthwise);
}

/** Whether the convolution is a matrix product of pixels by the filter. */
export function isPointwise(shape: ConvolutionShape): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, inHeight, inWidth, outHeight, outWidth } =
    shape;
  const single = filterHeight === 1 && filterWidth === 1 && strideHeight === 1 && strideWidth === 1;
  return single && inHeight === outHeight && inWidth === outWidth;
}

/** The sizes of a convolution whose input has `channels`. */
export function geometryOf(shape: ConvolutionShape, channels: number): Geometry {
  return [
    shape.batchSize,
    shape.inHeight,
    shape.inWidth,
    channels,
    shape.outHeight,
    shape.outWidth,
    shape.filterHeight,
    shape.filterWidth,
    shape.strideHeight,
    shape.strideWidth,
    shape.dilationHeight,
    shape.dilationWidth,
    shape.padInfo.top,
    shape.padInfo.left,
  ];
}
