import { keep, sigmoid, softmax, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { FinalActivation, Logits } from "@tensorloom/graph/internal";
import type { NDArray } from "@tensorloom/data";
import type { Loss } from "./loss.ts";

/** A model's logits in ordinary arrays. */
export interface LogitsArray {
  readonly values: NDArray<Float32Array>;
  /** The activation that turns them into outputs; `undefined` if they are outputs. */
  readonly activation: FinalActivation | undefined;
}

const logitsByPredictions = new WeakMap<Tensor, Logits>();

/** Computes logits and keeps their values, which the caller disposes. */
export function keepLogits(compute: () => Logits): Logits {
  let activation: FinalActivation | undefined;
  const values = tidy(() => {
    const logits = compute();
    activation = logits.activation;
    return keep(logits.values);
  });
  return { values, activation };
}

/** Applies the final activation, and records the logits for the losses. Runs in a tidy. */
export function applyFinalActivation(logits: Logits): Tensor {
  const { values, activation } = logits;
  if (activation === undefined) return values;
  const predictions = activation.apply(values);
  logitsByPredictions.set(predictions, logits);
  return predictions;
}

/** Converts logits to tensors. Runs in a tidy. */
export function toLogits({ values: { data, shape }, activation }: LogitsArray): Logits {
  return { values: tensor(data, [...shape]), activation };
}

/** Finds the logits of predictions, if no other operation has been applied to them. */
export function findLogits(predictions: Tensor): Tensor | undefined {
  return logitsByPredictions.get(predictions)?.values;
}

/** Finds the activation that computed the predictions from their logits. */
export function findFinalActivation(predictions: Tensor): FinalActivation["name"] | undefined {
  return logitsByPredictions.get(predictions)?.activation?.name;
}

/** Returns the scores for the metrics: predictions, or probabilities if the loss expects logits. */
export function toScores({ outputActivation }: Loss, { activation }: Logits, predictions: Tensor): Tensor {
  if (outputActivation === undefined || activation !== undefined) return predictions;
  return outputActivation === "sigmoid" ? sigmoid(predictions) : softmax(predictions);
}
