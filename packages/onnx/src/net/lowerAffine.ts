import { addActivation, type Lowered, type Lowering, pairOf, weightOf } from "./lowering.ts";
import type { NetPadding, NetTensor, NetWeight } from "./net.ts";

/** Conv2D and DepthwiseConv2D. */
export function lowerConvolution(call: Lowering): Lowered {
  const depthwise = call.layer.getClassName() === "DepthwiseConv2D";
  const output = call.tensor(call.layer.name, call.shape);
  addConvolution(call, call.inputs[0], output, {
    kernel: weightOf(call, depthwise ? "depthwise_kernel" : "kernel"),
    bias: call.weight(call.layer, "bias"),
    depthwise,
  });
  return addActivation(call, output);
}

/** SeparableConv2D: a depthwise convolution, then one of 1x1. */
export function lowerSeparableConvolution(call: Lowering): Lowered {
  const kernel = weightOf(call, "depthwise_kernel");
  const between = call.tensor(`${call.layer.name}/depthwise`, [
    ...call.shape.slice(0, 2),
    kernel.shape[2] * kernel.shape[3],
  ]);
  addConvolution(call, call.inputs[0], between, { kernel, bias: undefined, depthwise: true });
  const output = call.tensor(call.layer.name, call.shape);
  call.add({
    kind: "convolution",
    kernel: weightOf(call, "pointwise_kernel"),
    bias: call.weight(call.layer, "bias"),
    depthwise: false,
    strides: [1, 1],
    dilations: [1, 1],
    padding: "valid",
    layer: call.layer.name,
    inputs: [between],
    output,
  });
  return addActivation(call, output);
}

interface ConvolutionWeights {
  readonly kernel: NetWeight;
  readonly bias: NetWeight | undefined;
  readonly depthwise: boolean;
}

function addConvolution(
  call: Lowering,
  input: NetTensor,
  output: NetTensor,
  weights: ConvolutionWeights,
): void {
  const { config, layer } = call;
  call.add({
    kind: "convolution",
    ...weights,
    strides: pairOf(config.strides),
    dilations: pairOf(config.dilationRate),
    padding: paddingOf(config.padding),
    layer: layer.name,
    inputs: [input],
    output,
  });
}

/** `same` and `valid`; a convolution has no other padding of its own. */
export function paddingOf(padding: Lowering["config"]["padding"]): NetPadding {
  return padding === "same" ? "same" : "valid";
}

/** Dense. */
export function lowerDense(call: Lowering): Lowered {
  const output = call.tensor(call.layer.name, call.shape);
  call.add({
    kind: "dense",
    kernel: weightOf(call, "kernel"),
    bias: call.weight(call.layer, "bias"),
    layer: call.layer.name,
    inputs: call.inputs,
    output,
  });
  return addActivation(call, output);
}

/** Embedding, without a mask. */
export function lowerEmbedding(call: Lowering): Lowered {
  if (call.config.maskZero === true) return `layer ${call.layer.name} masks its output (maskZero)`;
  const output = call.tensor(call.layer.name, call.shape);
  const kernel = weightOf(call, "embeddings");
  call.add({ kind: "embedding", kernel, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}

/** BatchNormalization over the last axis. */
export function lowerNormalization(call: Lowering, frozen: boolean): Lowered {
  const { axis = -1, epsilon = 1e-3, momentum = 0.99 } = call.config;
  const { layer } = call;
  if (axis !== -1 && axis !== call.shape.length)
    return `layer ${layer.name} normalises axis ${String(axis)}, not the last one`;
  const output = call.tensor(layer.name, call.shape);
  call.add({
    kind: "normalization",
    gamma: call.weight(layer, "gamma"),
    beta: call.weight(layer, "beta"),
    mean: weightOf(call, "moving_mean"),
    variance: weightOf(call, "moving_variance"),
    epsilon,
    momentum,
    frozen,
    layer: layer.name,
    inputs: call.inputs,
    output,
  });
  return output;
}
