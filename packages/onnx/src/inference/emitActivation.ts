import type { GraphBuilder } from "../format/graphBuilder.ts";
import type { NetActivation } from "../net/net.ts";

/** An activation to write as nodes. */
export interface ActivationToEmit {
  readonly activation: NetActivation;
  readonly alpha?: number | undefined;
  /** The axis of a softmax. */
  readonly axis: number;
}

/** Writes an activation as nodes, with the formulas of tfjs. */
export function emitActivation(
  builder: GraphBuilder,
  input: string,
  { activation, alpha = 1, axis }: ActivationToEmit,
): string {
  switch (activation) {
    case "elu":
      return builder.node("Elu", [input], { alpha: { float: alpha } });
    case "hardSigmoid":
      return builder.node("HardSigmoid", [input], { alpha: { float: 0.2 }, beta: { float: 0.5 } });
    case "leakyRelu":
      return builder.node("LeakyRelu", [input], { alpha: { float: alpha } });
    case "relu6":
      return builder.node("Clip", [input, builder.float(0), builder.float(6)]);
    case "selu":
      return builder.node("Selu", [input], SELU);
    case "softmax":
      return builder.node("Softmax", [input], { axis });
    case "swish":
      return builder.node("Mul", [input, builder.node("Sigmoid", [input])]);
    case "thresholdedRelu":
      return builder.node("ThresholdedRelu", [input], { alpha: { float: alpha } });
    case "gelu":
    case "mish":
    case "relu":
    case "sigmoid":
    case "softplus":
    case "softsign":
    case "tanh":
      return builder.node(NODES[activation], [input]);
  }
}

/** The numbers of tfjs's selu. */
const SELU = {
  alpha: { float: 1.7580993408473768 / 1.0507009873554805 },
  gamma: { float: 1.0507009873554805 },
};

/** Activations that are one node without attributes. */
const NODES = {
  gelu: "Gelu",
  mish: "Mish",
  relu: "Relu",
  sigmoid: "Sigmoid",
  softplus: "Softplus",
  softsign: "Softsign",
  tanh: "Tanh",
} as const;
