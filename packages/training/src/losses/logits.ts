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

const logitsByPredictions = new WeakMap<Tensor, Logits>();

/** Logits that outlive the computation; the caller disposes their values. */
export function keepLogits(compute: () => Logits): Logits {
  let activation: FinalActivation | undefined;
  const values = tidy(() => {
    const logits = compute();
    activation = logits.activation;
    return keep(logits.values);
  });
  return { values, activation };
}

/** A model's output, of which the losses know the logits. Runs in a tidy. */
export function applyFinalActivation(logits: Logits): Tensor {
  const { values, activation } = logits;
  if (activation === undefined) return values;
  const predictions = activation.apply(values);
  logitsByPredictions.set(predictions, logits);
  return predictions;
}

/** Logits as tensors again. Runs in a tidy. */
export function toLogits({ values: { data, shape }, activation }: LogitsArray): Logits {
  return { values: tensor(data, [...shape]), activation };
}

/** The logits behind predictions, as long as they have passed through no other operation. */
export function findLogits(predictions: Tensor): Tensor | undefined {
  return logitsByPredictions.get(predictions)?.values;
}

/** The activation that made predictions of their logits. */
export function findFinalActivation(predictions: Tensor): FinalActivation["name"] | undefined {
  return logitsByPredictions.get(predictions)?.activation?.name;
}

/** What the metrics see: predictions, or their probabilities if the loss takes them for logits. */
export function toScores({ outputActivation }: Loss, { activation }: Logits, predictions: Tensor): Tensor {
  if (outputActivation === undefined || activation !== undefined) return predictions;
  return outputActivation === "sigmoid" ? sigmoid(predictions) : softmax(predictions);
}
