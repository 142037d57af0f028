import {
  add,
  cast,
  clipByValue,
  greater,
  less,
  logicalAnd,
  mul,
  relu,
  sigmoid,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/wasm/activation.ts";

/** activation(z) with tfjs's own operations. */
export function activate(z: Tensor, activation: Activation): Tensor {
  switch (activation) {
    case "linear":
      return z;
    case "relu":
      return relu(z);
    case "relu6":
      return clipByValue(z, 0, 6);
    case "swish":
      return mul(z, sigmoid(z));
    case "sigmoid":
      return sigmoid(z);
  }
}

/** dy * activation'(z) with tfjs's own operations. */
export function activationGradient(z: Tensor, dy: Tensor, activation: Activation): Tensor {
  if (activation === "linear") return dy;
  if (activation === "relu") return mul(dy, cast(greater(z, 0), "float32"));
  if (activation === "relu6") return mul(dy, cast(logicalAnd(greater(z, 0), less(z, 6)), "float32"));
  const s = sigmoid(z);
  const rest = sub(1, s);
  if (activation === "sigmoid") return mul(dy, mul(s, rest));
  return mul(dy, mul(s, add(mul(z, rest), 1)));
}
