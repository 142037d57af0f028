import { add, dispose, mul, type NamedTensorMap, tidy } from "@tensorflow/tfjs-core";
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
  const [one, other] = [sum, result].map((part) => new Map(Object.entries(part.gradients)));
  const gradients: NamedTensorMap = {};
  // One after the other, so that never more than two gradients of a variable are held.
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const [a, b] = [one.get(name), other.get(name)];
    gradients[name] = tidy(() => {
      const parts = [
        ...(a === undefined ? [] : [mul(a, sumWeight)]),
        ...(b === undefined ? [] : [mul(b, resultWeight)]),
      ];
      return parts.reduce((total, part) => add(total, part));
    });
    dispose([...(a === undefined ? [] : [a]), ...(b === undefined ? [] : [b])]);
  }
  return { loss: sumWeight * sum.loss + resultWeight * result.loss, rows, gradients };
}
