import type { NetActivation } from "../../net/net.ts";
import type { Activate } from "./activated.ts";
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
