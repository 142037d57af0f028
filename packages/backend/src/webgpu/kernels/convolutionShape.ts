import {
  type ConvolutionAttributes,
  type ConvolutionShape,
  convolutionShape,
} from "../../kernels/convolution/convolutionShape.ts";

/** The sizes of an NHWC convolution. */
export function shapeOf(
  x: readonly number[],
  filter: readonly number[],
  attributes: ConvolutionAttributes,
  depthwise = false,
): ConvolutionShape {
  return convolutionShape(x, filter, attributes, depthwise);
}

/** Whether the layout of a convolution is the one that our kernels know. */
export function isNhwc({ dataFormat }: ConvolutionAttributes): boolean {
  return (dataFormat ?? "NHWC") === "NHWC";
}

/** The sizes that vary between layers of one kind, as uniforms. */
export function shapeIntegers(shape: ConvolutionShape): Readonly<Record<string, number>> {
  return {
    inHeight: shape.inHeight,
    inWidth: shape.inWidth,
    outHeight: shape.outHeight,
    outWidth: shape.outWidth,
    top: shape.padInfo.top,
    left: shape.padInfo.left,
  };
}

/** The sizes that a compiler unrolls loops by, as constants. */
export function geometryConstants(shape: ConvolutionShape): string {
  return Object.entries({
    TAPS_Y: shape.filterHeight,
    TAPS_X: shape.filterWidth,
    STRIDE_Y: shape.strideHeight,
    STRIDE_X: shape.strideWidth,
    DILATION_Y: shape.dilationHeight,
    DILATION_X: shape.dilationWidth,
  })
    .map(([name, value]) => `const ${name} = ${String(value)}u;`)
    .join(" ");
}
