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
  // The order of operations is that of `calibrate` of `@tensorloom/metrics`: thresholds are chosen on its results.
  const factor = 1 / temperature;
  return fromLogits === "sigmoid"
    ? outputs.map((logit) => 1 / (1 + Math.exp(-factor * logit)))
    : softmax(outputs, factor);
}

function softmax(logits: readonly number[], factor: number): readonly number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(factor * (logit - highest)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
