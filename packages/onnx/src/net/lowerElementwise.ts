import { addActivation, type Lowered, type Lowering } from "./lowering.ts";
import type { NetActivation } from "./net.ts";

/** Activation. */
export function lowerActivation(call: Lowering): Lowered {
  return addActivation(call, call.inputs[0]);
}

/** ReLU, LeakyReLU, ELU, ThresholdedReLU and Softmax. */
export function lowerActivationLayer(call: Lowering): Lowered {
  const { config, layer } = call;
  const { alpha, axis = -1, maxValue, theta = 1 } = config;
  switch (layer.getClassName()) {
    case "ReLU":
      if (maxValue === undefined || maxValue === null) return activate(call, "relu");
      return maxValue === 6
        ? activate(call, "relu6")
        : `layer ${layer.name} has maxValue ${String(maxValue)}: only 6 is supported`;
    case "LeakyReLU":
      return activate(call, "leakyRelu", alpha ?? 0.3);
    case "ELU":
      return activate(call, "elu", alpha ?? 1);
    case "ThresholdedReLU":
      return activate(call, "thresholdedRelu", theta);
    default:
      return axis === -1 || axis === call.shape.length
        ? activate(call, "softmax")
        : `layer ${layer.name} is a softmax over axis ${String(axis)}, not the last one`;
  }
}

function activate(call: Lowering, activation: NetActivation, alpha?: number): Lowered {
  const output = call.tensor(call.layer.name, call.shape);
  const { inputs, layer } = call;
  call.add({
    kind: "activation",
    activation,
    ...(alpha === undefined ? {} : { alpha }),
    layer: layer.name,
    inputs,
    output,
  });
  return output;
}

/** Rescaling. */
export function lowerRescaling(call: Lowering): Lowered {
  const { scale = 1, offset = 0 } = call.config;
  const output = call.tensor(call.layer.name, call.shape);
  const numbers = (value: number | readonly number[]): readonly number[] =>
    typeof value === "number" ? [value] : value;
  call.add({
    kind: "affine",
    scale: numbers(scale),
    offset: numbers(offset),
    layer: call.layer.name,
    inputs: call.inputs,
    output,
  });
  return output;
}

/** Dropout and SpatialDropout1D; a rate of 0 adds nothing. */
export function lowerDropout(call: Lowering): Lowered {
  const { rate = 0, noiseShape } = call.config;
  const [input] = call.inputs;
  if (rate === 0) return input;
  const output = call.tensor(call.layer.name, call.shape);
  call.add({
    kind: "dropout",
    rate,
    noiseShape: noiseShape ?? undefined,
    layer: call.layer.name,
    inputs: [input],
    output,
  });
  return output;
}

const MERGES = {
  Add: "add",
  Average: "average",
  Maximum: "maximum",
  Minimum: "minimum",
  Multiply: "multiply",
} as const;

/** Add, Multiply, Average, Maximum and Minimum. */
export function lowerMerge(call: Lowering): Lowered {
  const merge = MERGES[call.layer.getClassName() as keyof typeof MERGES]; // the table of layers sends only these here
  const output = call.tensor(call.layer.name, call.shape);
  call.add({ kind: "merge", merge, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}
