import { keep, sigmoid, softmax, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { FinalActivation, Logits } from "@tensorloom/graph/internal";
import type { NDArray } from "@tensorloom/data";
import type { Loss } from "./loss.ts";

/** A model's logits outside the tensors. */
export interface LogitsArray {
  readonly values: NDArray<Float32Array>;
  /** What turns them into outputs; undefined if they are outputs. */
  readonly activation: FinalActivation | undefined;
}

const known = new WeakMap<Tensor, Logits>();

/** Logits that outlive the computation; the caller disposes their values. */
export function keptLogits(compute: () => Logits): Logits {
  let activation: FinalActivation | undefined;
  const values = tidy(() => {
    const logits = compute();
    activation = logits.activation;
    return keep(logits.values);
  });
  return { values, activation };
}

/** A model's output, of which the losses know the logits. Runs in a tidy. */
export function predictionsOf(logits: Logits): Tensor {
  const { values, activation } = logits;
  if (activation === undefined) return values;
  const predictions = activation.apply(values);
  known.set(predictions, logits);
  return predictions;
}

/** Logits as tensors again. Runs in a tidy. */
export function logitsTensor({ values: { data, shape }, activation }: LogitsArray): Logits {
  return { values: tensor(data, [...shape]), activation };
}

/** The logits behind predictions, as long as they have passed through no other operation. */
export function logitsOf(predictions: Tensor): Tensor | undefined {
  return known.get(predictions)?.values;
}

/** The activation that made predictions of their logits. */
export function finalActivationBehind(predictions: Tensor): FinalActivation["name"] | undefined {
  return known.get(predictions)?.activation?.name;
}

/** What the metrics see: predictions, or their probabilities if the loss takes them for logits. */
export function scoresOf({ outputs }: Loss, { activation }: Logits, predictions: Tensor): Tensor {
  if (outputs === undefined || activation !== undefined) return predictions;
  return outputs === "sigmoid" ? sigmoid(predictions) : softmax(predictions);
}
