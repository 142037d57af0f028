import { backend_util } from "@tensorflow/tfjs-core";
import type { FusedOp } from "../fusion/fusedOp.ts";

/** A shape whose sides are all known. */
export type Shape = readonly number[];

/** The shape of an operation's output for inputs of these shapes. */
export function outputShape(op: FusedOp, inputs: readonly Shape[]): Shape {
  const [x] = inputs;
  switch (op.kind) {
    case "convolution":
      return convolutionInfo(op, x).outShape;
    case "normalizedDepthwise":
      return convolutionInfo(op.convolution, x).outShape;
    case "squeezeExcite":
      return op.project === undefined ? x : [...x.slice(0, -1), op.project.weights[0].shape[3] ?? x[3]];
    case "normalization":
    case "sum":
    case "dropout":
      return x;
    case "imageMeans":
      return [x[0], x[3]];
    case "layer": {
      const list = inputs.map((shape) => [...shape]);
      const shape = op.layer.computeOutputShape(list.length === 1 ? list[0] : list);
      return (Array.isArray(shape[0]) ? shape[0] : shape) as Shape; // one output, and every side of its inputs is known
    }
  }
}

/** The sizes of a convolution, as tfjs computes them. */
export function convolutionInfo(
  { layer, strides, pad, depthwise }: Extract<FusedOp, { kind: "convolution" }>,
  x: Shape,
): backend_util.Conv2DInfo {
  const filter = layer.weights[0].shape as [number, number, number, number];
  return backend_util.computeConv2DInfo(
    [...x] as [number, number, number, number], // images: checked when the model was planned
    filter,
    strides,
    [1, 1],
    pad,
    undefined,
    depthwise,
  );
}
