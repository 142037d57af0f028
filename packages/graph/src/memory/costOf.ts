import { sizeOf } from "@tensorloom/core/internal";
import type { layers } from "@tensorflow/tfjs-layers";
import { type FusedOp, layersOf } from "../fusion/fusedOp.ts";
import type { OpCost, TensorNumber } from "./opCost.ts";
import { convolutionInfo, type Shape } from "./opShape.ts";

const FLOAT = 4;

/** Stock layers that compute the same for the same input and change nothing. */
const REPEATABLE: ReadonlySet<string> = new Set([
  ..."Activation Add Average AveragePooling1D AveragePooling2D AveragePooling3D Concatenate Conv1D Conv2D".split(
    " ",
  ),
  ..."Conv2DTranspose Conv3D Cropping2D Dense DepthwiseConv2D Dot ELU Flatten GlobalAveragePooling1D".split(
    " ",
  ),
  ..."GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D LayerNormalization LeakyReLU Maximum".split(
    " ",
  ),
  ..."MaxPooling1D MaxPooling2D MaxPooling3D Minimum Multiply Permute PReLU ReLU Rescaling Reshape".split(
    " ",
  ),
  ..."SeparableConv2D Softmax ThresholdedReLU UpSampling2D ZeroPadding2D".split(" "),
]);

/** The tensors of one operation, and their shapes. */
export interface OpTensors {
  readonly inputs: readonly TensorNumber[];
  readonly inputShapes: readonly Shape[];
  readonly output: TensorNumber;
  readonly shape: Shape;
}

/** An operation that costs nothing. */
export const NO_COST = {
  savedTensors: [],
  savedBytes: 0,
  scratchBytes: 0,
  weightGradientBytes: 0,
  multiplications: 0,
  releasesEarly: true,
  aliasesGradient: false,
  repeatable: false,
} as const;

/** What our operations save and need (see `packages/backend/src/ops`), and roughly what tfjs's layers do. */
export function costOf(op: FusedOp, { inputs, inputShapes, output, shape }: OpTensors): Partial<OpCost> {
  const weightGradientBytes = trainedBytes(layersOf(op));
  const elements = sizeOf(shape);
  switch (op.kind) {
    case "convolution": {
      const { inChannels, filterHeight, filterWidth, outHeight, outWidth } = convolutionInfo(
        op,
        inputShapes[0],
      );
      const taps = filterHeight * filterWidth * (op.depthwise ? 1 : inChannels);
      const columns = op.depthwise || taps === inChannels ? 0 : outHeight * outWidth * taps;
      // With an epilogue, tfjs's operations after the convolution save their tensors too.
      const after = op.epilogue === undefined ? 0 : op.epilogue.activation === "linear" ? 1 : 3;
      return {
        savedTensors: inputs,
        savedBytes: FLOAT * after * elements,
        scratchBytes: FLOAT * columns,
        weightGradientBytes,
        multiplications: elements * taps,
        repeatable: true,
      };
    }
    case "normalizedDepthwise": {
      const { filterHeight, filterWidth } = convolutionInfo(op.convolution, inputShapes[0]);
      return {
        savedTensors: inputs,
        weightGradientBytes,
        multiplications: elements * filterHeight * filterWidth + 4 * sizeOf(inputShapes[0]),
        repeatable: true,
      };
    }
    case "squeezeExcite": {
      const outputs = op.project === undefined ? 0 : shape[3];
      const multiplications = (4 + outputs) * sizeOf(inputShapes[0]);
      return { savedTensors: inputs, weightGradientBytes, multiplications, repeatable: true };
    }
    case "normalization":
      return { savedTensors: inputs, weightGradientBytes, multiplications: 4 * elements, repeatable: true };
    case "imageMeans":
      return { savedTensors: inputs, multiplications: sizeOf(inputShapes[0]), repeatable: true };
    case "sum":
      return { multiplications: elements, aliasesGradient: true, repeatable: true };
    case "dropout": {
      const mask = sizeOf((op.noiseShape ?? shape).map((side, axis) => side ?? shape[axis]));
      return {
        savedBytes: FLOAT * mask,
        scratchBytes: 3 * FLOAT * mask,
        multiplications: elements,
        repeatable: true,
      };
    }
    case "layer":
      return {
        savedTensors: [...inputs, output],
        weightGradientBytes,
        multiplications: elements * Math.max(1, op.layer.countParams() / (shape.at(-1) ?? 1)),
        releasesEarly: false,
        repeatable: REPEATABLE.has(op.layer.getClassName()),
      };
  }
}

function trainedBytes(all: readonly layers.Layer[]): number {
  return weightBytes(all.flatMap(({ trainableWeights }) => trainableWeights));
}

/** The bytes of weights. */
export function weightBytes(weights: layers.Layer["weights"]): number {
  return weights.reduce((total, { shape }) => total + FLOAT * sizeOf(shape as number[]), 0); // a weight has all its sides
}
