import {
  abs,
  add,
  customGrad,
  div,
  exp,
  expandDims,
  log,
  max,
  mul,
  neg,
  relu,
  sigmoid,
  softmax,
  sub,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";

/**
 * Binary cross-entropy of each logit: `max(z, 0) - z y + ln(1 + e^-|z|)`, with the gradient `sigmoid(z) - y`.
 *
 * @see `tf.nn.sigmoid_cross_entropy_with_logits`
 */
export function sigmoidCrossEntropy(targets: Tensor, logits: Tensor): Tensor {
  return customGrad((z, save) => {
    const kept = z as Tensor; // tfjs's type lists every kind of argument
    (save as (tensors: Tensor[]) => void)([kept, targets]);
    const value = add(sub(relu(kept), mul(kept, targets)), log1p(exp(neg(abs(kept)))));
    const gradFunc = (dy: Tensor, [z, y]: Tensor[]): Tensor => mul(dy, sub(sigmoid(z), y));
    return { value, gradFunc };
  })(logits);
}

/**
 * Cross-entropy over the last axis: `sum(y (ln sum e^z - z))`, with the gradient `softmax(z) - y`.
 *
 * The gradient assumes targets that sum to 1, as in TensorFlow.
 *
 * @see `tf.nn.softmax_cross_entropy_with_logits`
 */
export function softmaxCrossEntropy(targets: Tensor, logits: Tensor): Tensor {
  return customGrad((z, save) => {
    const kept = z as Tensor; // tfjs's type lists every kind of argument
    (save as (tensors: Tensor[]) => void)([kept, targets]);
    const below = sub(kept, max(kept, -1, true));
    const value = sum(mul(targets, sub(log(sum(exp(below), -1, true)), below)), -1);
    const gradFunc = (dy: Tensor, [z, y]: Tensor[]): Tensor => mul(expandDims(dy, -1), sub(softmax(z), y));
    return { value, gradFunc };
  })(logits);
}

/** `ln(1 + u)` for u from 0 to 1, with a correction for rounding that tfjs's `log1p` on wasm does not make. */
function log1p(u: Tensor): Tensor {
  const rounded = add(u, 1);
  return sub(log(rounded), div(sub(sub(rounded, 1), u), rounded));
}
