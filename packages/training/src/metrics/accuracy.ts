import type { NDArray } from "@tensorloom/data";
import { countClasses } from "./classLabels.ts";
import type { Metric } from "./metric.ts";

/**
 * The fraction of rows that are predicted correctly in an epoch; of outputs for positions, such as pixels, the fraction
 * of positions.
 *
 * With one output per row, a row is predicted positive if `output > 0.5`. With several, it is the class of the highest
 * output; targets may be class numbers or one-hot rows.
 */
export const accuracy: Metric = {
  name: "accuracy",
  mode: "max",
  start() {
    let right = 0;
    let rows = 0;
    return {
      update(targets, outputs) {
        const classes = countClasses(outputs);
        rows += outputs.data.length / classes;
        right += classes === 1 ? countBinaryHits(targets, outputs) : countClassHits(targets, outputs);
      },
      result: () => right / rows,
      state: () => ({ right, rows }),
      restore(state) {
        ({ right, rows } = state as { right: number; rows: number }); // as state returned it
      },
    };
  },
};

function countBinaryHits(targets: NDArray, outputs: NDArray): number {
  return outputs.data.filter((output: number, at: number) => output > 0.5 === targets.data[at] > 0.5).length;
}

function countClassHits(targets: NDArray, outputs: NDArray): number {
  const width = outputs.shape.at(-1) ?? 1;
  const rows = outputs.data.length / width;
  const oneHot = targets.data.length === outputs.data.length;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const called = argMaxAt(outputs.data, row * width, width);
    right += Number(called === (oneHot ? argMaxAt(targets.data, row * width, width) : targets.data[row]));
  }
  return right;
}

/** The position of the highest of `width` values from `start`; the first one if several are equal. */
function argMaxAt(values: ArrayLike<number>, start: number, width: number): number {
  let best = 0;
  for (let at = 1; at < width; at++) if (values[start + at] > values[start + best]) best = at;
  return best;
}
