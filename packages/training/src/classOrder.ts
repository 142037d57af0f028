import type { Batch } from "./batch.ts";
import type { FitPlan } from "./fitPlan.ts";
import { classOf } from "./metrics/confusionMatrix.ts";

/** Looks at the labels of a run's first epoch, in the order in which they are trained on. */
export interface ClassOrder {
  add(batch: Batch): void;
  /** The first epoch is over. */
  end(): void;
}

/** So many rows of one class, and no other yet, are reported before the epoch is over. */
const ALIKE_ROWS = 256;
/** Fewer runs of equal labels than by chance, in standard deviations: once in some thousand shuffled epochs. */
const UNLIKELY = -3.5;

/**
 * Warns once if labels arrive sorted by class: each step then pulls the weights to the class of the moment.
 *
 * It counts runs of equal labels, which are about `n (1 - sum p^2) + 1` in a random order.
 *
 * @see Wald and Wolfowitz 1940, On a test whether two samples are from the same population
 */
export function classOrder({ loss, train, onWarning }: FitPlan): ClassOrder {
  const counts = new Map<number, number>();
  let [rows, runs, last] = [0, 0, NaN];
  let done = loss.kind === "numbers";

  function warn(what: string): void {
    done = true;
    onWarning(
      `fit: ${what}: train (${train.label}) looks sorted by class, and a network forgets the other classes meanwhile; ` +
        `shuffle the whole dataset before batch, as .shuffle({ seed: 1 }) does`,
    );
  }
  return {
    add(batch) {
      if (done) return;
      const labels = labelsOf(batch, loss.kind === "classes");
      if (labels === undefined) {
        done = true;
        return;
      }
      for (const label of labels) {
        counts.set(label, (counts.get(label) ?? 0) + 1);
        if (label !== last) runs++;
        last = label;
        rows++;
      }
      if (counts.size === 1 && rows >= ALIKE_ROWS && rows > labels.length)
        warn(`the first ${String(rows)} rows are all of class ${String(last)}`);
    },
    end() {
      if (done) return;
      done = true;
      if (counts.size < 2) return;
      const expected =
        rows * (1 - [...counts.values()].reduce((sum, count) => sum + (count / rows) ** 2, 0)) + 1;
      const deviation = Math.sqrt(((expected - 1) * Math.max(0, expected - 2)) / (rows - 1));
      if ((runs - expected) / deviation < UNLIKELY)
        warn(
          `the labels changed ${String(runs - 1)} times in ${String(rows)} rows, not about ${expected.toFixed(0)} times`,
        );
    },
  };
}

/** The class of each row; `undefined` if rows have several. */
function labelsOf({ targets: { data, shape } }: Batch, several: boolean): readonly number[] | undefined {
  const [rows] = shape;
  if (data.length === rows) return Array.from(data, (value) => (several ? value : Number(value > 0.5)));
  return several && data.length % rows === 0
    ? classOf({ data, shape: [rows, data.length / rows] })
    : undefined;
}
