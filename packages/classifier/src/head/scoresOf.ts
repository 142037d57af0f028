import type { Head } from "./resolveHead.ts";

/** Turns the outputs of one row into the scores of its labels. */
export function scoresOf(
  outputs: ArrayLike<number>,
  labels: readonly string[],
  head: Head,
): readonly number[] {
  const scores = probabilities(Array.from(outputs), head);
  return scores.length === 1 && labels.length === 2 ? [1 - scores[0], scores[0]] : scores;
}

function probabilities(outputs: readonly number[], { fromLogits, temperature }: Head): readonly number[] {
  if (fromLogits === undefined) return outputs;
  const logits = outputs.map((logit) => logit / temperature);
  return fromLogits === "sigmoid" ? logits.map(sigmoid) : softmax(logits);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function softmax(logits: readonly number[]): readonly number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
