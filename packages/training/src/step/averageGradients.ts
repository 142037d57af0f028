import { add, dispose, keep, mul, type NamedTensorMap, tidy } from "@tensorflow/tfjs-core";
import type { StepResult } from "./trainStep.ts";

/** What several batches taught together. Whoever has it disposes `gradients`. */
export interface AccumulatedGradients {
  readonly loss: number;
  readonly rows: number;
  readonly gradients: NamedTensorMap;
}

/**
 * The mean of two lessons by their rows, as one larger batch would have given (normalisation apart). Takes over the
 * gradients of both.
 */
export function averageGradients(
  sum: AccumulatedGradients | undefined,
  lesson: StepResult | AccumulatedGradients,
): AccumulatedGradients {
  if (sum === undefined) return lesson;
  const rows = sum.rows + lesson.rows;
  const [before, after] = [sum.rows / rows, lesson.rows / rows];
  const gradients = tidy(() => {
    const [one, other] = [sum, lesson].map((part) => new Map(Object.entries(part.gradients)));
    const names = new Set([...one.keys(), ...other.keys()]);
    const means = [...names].map((name) => {
      const [a, b] = [one.get(name), other.get(name)];
      const parts = [
        ...(a === undefined ? [] : [mul(a, before)]),
        ...(b === undefined ? [] : [mul(b, after)]),
      ];
      return [name, keep(parts.reduce((total, part) => add(total, part)))] as const;
    });
    return Object.fromEntries(means);
  });
  dispose([sum.gradients, lesson.gradients]);
  return { loss: before * sum.loss + after * lesson.loss, rows, gradients };
}
