import type { NetActivation } from "../../net/net.ts";
import type { OpWriter } from "../stepPart.ts";
import type { Activate } from "./activated.ts";
import { channelAxis } from "./axes.ts";
import { elu, hardSigmoid, leakyRelu, relu, relu6, selu, thresholdedRelu } from "./piecewiseActivations.ts";
import { gelu, mish, sigmoid, softmax, softplus, softsign, swish, tanh } from "./smoothActivations.ts";

/** Each activation of a net as ONNX nodes, with its gradient. */
export const ACTIVATIONS: Readonly<Record<NetActivation, Activate>> = {
  elu,
  gelu,
  hardSigmoid,
  leakyRelu,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  softmax,
  softplus,
  softsign,
  swish,
  tanh,
  thresholdedRelu,
};

/** An activation, element by element; softmax over the last axis of the layers model. */
export const writeActivation: OpWriter<"activation"> = (op, { context }) => {
  const [input] = op.inputs;
  const options = { alpha: op.alpha, axis: channelAxis(input) };
  const { y, gradient } = ACTIVATIONS[op.activation](context.builder, context.get(input), options);
  context.set(op.output, y);
  return (dy) => context.addGradient(input, gradient(dy));
};
