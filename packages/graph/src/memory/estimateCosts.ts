import { backend_util } from "@tensorflow/tfjs-core";
import { type layers, LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { layersOf } from "../execute/executeOps.ts";
import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";

type Shape = readonly number[];

const FLOAT = 4;

/** Stock layers that give the same for the same input and change nothing. */
const REPEATABLE: ReadonlySet<string> = new Set([
  ..."Activation Add Average AveragePooling1D AveragePooling2D AveragePooling3D Concatenate Conv1D Conv2D Conv2DTranspose Conv3D".split(
    " ",
  ),
  ..."Cropping2D Dense DepthwiseConv2D Dot ELU Flatten GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D".split(
    " ",
  ),
  ..."GlobalMaxPooling2D LayerNormalization LeakyReLU Maximum MaxPooling1D MaxPooling2D MaxPooling3D Minimum Multiply Permute".split(
    " ",
  ),
  ..."PReLU ReLU Rescaling Reshape SeparableConv2D Softmax ThresholdedReLU UpSampling2D ZeroPadding2D".split(
    " ",
  ),
]);

function size(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** The steps of a model with the bytes that they take for inputs of these shapes. */
export function estimateCosts(
  model: LayersModel,
  steps: readonly FusedOp[],
  inputShapes: readonly Shape[],
): GraphCosts {
  const shapes: Shape[] = [];
  const add = (shape: Shape): TensorNumber => shapes.push(shape) - 1;
  const inputs = inputShapes.map(add);
  const { sized, outputs } = sizedSteps(model, steps, inputs, shapes);
  const bytes = (weights: LayersModel["weights"]): number =>
    weights.reduce((total, { shape }) => total + FLOAT * size(shape as number[]), 0); // a weight has all its sides
  return {
    tensors: shapes.map((shape) => FLOAT * size(shape)),
    inputs,
    outputs,
    ops: sized,
    weights: { all: bytes(model.weights), trained: bytes(model.trainableWeights) },
  };
}

function sizedSteps(
  model: LayersModel,
  steps: readonly FusedOp[],
  inputs: readonly TensorNumber[],
  shapes: Shape[],
): { readonly sized: readonly OpCost[]; readonly outputs: readonly TensorNumber[] } {
  const numbers = new Map<SymbolicTensor, TensorNumber>(
    model.inputs.map((tensor, at) => [tensor, inputs[at]]),
  );
  const numberOf = (tensor: SymbolicTensor): TensorNumber => {
    const number = numbers.get(tensor);
    if (number === undefined) throw new Error(`fuse: ${tensor.name} was read before it was made`);
    return number;
  };
  const sized = steps.map((step): OpCost => {
    const read = step.inputs.map(numberOf);
    if (step.kind === "layer" && step.layer instanceof LayersModel) {
      const inner = sizedSteps(step.layer, fusionPlan(step.layer), read, shapes);
      const [output] = inner.outputs;
      numbers.set(step.output, output);
      return { ...EMPTY, inputs: read, output, inner: { steps: inner.sized, again: false } };
    }
    const given = read.map((number) => shapes[number]);
    const shape = outputShape(step, given);
    const output = shapes.push(shape) - 1;
    numbers.set(step.output, output);
    return { ...EMPTY, inputs: read, output, ...costs(step, read, given, output, shape) };
  });
  return { sized, outputs: model.outputs.map(numberOf) };
}

const EMPTY = {
  savedTensors: [],
  savedBytes: 0,
  scratch: 0,
  weightGradients: 0,
  work: 0,
  releasesEarly: true,
  aliasesGradient: false,
  repeatable: false,
} as const;

function outputShape(step: FusedOp, given: readonly Shape[]): Shape {
  const [x] = given;
  switch (step.kind) {
    case "convolution":
      return convolutionInfo(step, x).outShape;
    case "normalization":
    case "squeezeExcite":
    case "sum":
    case "dropout":
      return x;
    case "imageMeans":
      return [x[0], x[3]];
    case "layer": {
      const list = given.map((shape) => [...shape]);
      const shape = step.layer.computeOutputShape(list.length === 1 ? list[0] : list);
      return (Array.isArray(shape[0]) ? shape[0] : shape) as Shape; // one output, and every side of its inputs is known
    }
  }
}

function convolutionInfo(
  { layer, strides, pad, depthwise }: Extract<FusedOp, { kind: "convolution" }>,
  x: Shape,
): backend_util.Conv2DInfo {
  const filter = layer.weights[0].shape as [number, number, number, number];
  return backend_util.computeConv2DInfo(
    [...x] as [number, number, number, number], // images: checked when the model was made
    filter,
    strides,
    [1, 1],
    pad,
    undefined,
    depthwise,
  );
}

/** What the lean operations keep and need (see their own files), and about what tfjs's layers do. */
function costs(
  step: FusedOp,
  read: readonly TensorNumber[],
  given: readonly Shape[],
  output: TensorNumber,
  shape: Shape,
): Partial<OpCost> {
  const weightGradients = trainedBytes(layersOf(step));
  const elements = size(shape);
  switch (step.kind) {
    case "convolution": {
      const { inChannels, filterHeight, filterWidth, outHeight, outWidth } = convolutionInfo(step, given[0]);
      const taps = filterHeight * filterWidth * (step.depthwise ? 1 : inChannels);
      const columns = step.depthwise || taps === inChannels ? 0 : outHeight * outWidth * taps;
      // With an ending, tfjs's operations behind it keep theirs too.
      const behind = step.ending === undefined ? 0 : step.ending.activation === "linear" ? 1 : 3;
      return {
        savedTensors: read,
        savedBytes: FLOAT * behind * elements,
        scratch: FLOAT * columns,
        weightGradients,
        work: elements * taps,
        repeatable: true,
      };
    }
    case "normalization":
    case "squeezeExcite":
      return { savedTensors: read, weightGradients, work: 4 * elements, repeatable: true };
    case "imageMeans":
      return { savedTensors: read, work: size(given[0]), repeatable: true };
    case "sum":
      return { work: elements, aliasesGradient: true, repeatable: true };
    case "dropout": {
      const mask = size((step.noiseShape ?? shape).map((side, axis) => side ?? shape[axis]));
      return { savedBytes: FLOAT * mask, scratch: 3 * FLOAT * mask, work: elements, repeatable: true };
    }
    case "layer":
      return {
        savedTensors: [...read, output],
        weightGradients,
        work: elements * Math.max(1, step.layer.countParams() / (shape.at(-1) ?? 1)),
        releasesEarly: false,
        repeatable: REPEATABLE.has(step.layer.getClassName()),
      };
  }
}

function trainedBytes(of: readonly layers.Layer[]): number {
  const weights = of.flatMap(({ trainableWeights }) => trainableWeights);
  return weights.reduce((total, { shape }) => total + FLOAT * size(shape as number[]), 0); // a weight has all its sides
}
