import { add, dispose, keep, mul, type NamedTensorMap, tidy } from "@tensorflow/tfjs-core";
import type { StepResult } from "./trainStep.ts";

/** The mean loss and gradients of several batches. The owner must dispose `gradients`. */
export interface AccumulatedGradients {
  readonly loss: number;
  readonly rows: number;
  readonly gradients: NamedTensorMap;
}

/**
 * Averages the gradients of two batches, weighted by their rows: gradient accumulation.
 *
 * The result is that of one larger batch, apart from batch normalisation. Disposes the gradients of both.
 */
export function averageGradients(
  sum: AccumulatedGradients | undefined,
  result: StepResult | AccumulatedGradients,
): AccumulatedGradients {
  if (sum === undefined) return result;
  const rows = sum.rows + result.rows;
  const [sumWeight, resultWeight] = [sum.rows / rows, result.rows / rows];
  const gradients = tidy(() => {
    const [one, other] = [sum, result].map((part) => new Map(Object.entries(part.gradients)));
    const names = new Set([...one.keys(), ...other.keys()]);
    const means = [...names].map((name) => {
      const [a, b] = [one.get(name), other.get(name)];
      const parts = [
        ...(a === undefined ? [] : [mul(a, sumWeight)]),
        ...(b === undefined ? [] : [mul(b, resultWeight)]),
      ];
      return [name, keep(parts.reduce((total, part) => add(total, part)))] as const;
    });
    return Object.fromEntries(means);
  });
  dispose([sum.gradients, result.gradients]);
  return { loss: sumWeight * sum.loss + resultWeight * result.loss, rows, gradients };
}
