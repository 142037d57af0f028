import type { Batch } from "../batch/batch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import {
  changesBetween,
  changesInRandomOrder,
  changesWithin,
  type ClassCounts,
  countRows,
} from "./classChanges.ts";
import { argMax } from "../metrics/confusionMatrix.ts";

/** Looks at the labels of a run's first epoch, in the order in which they are trained on. */
export interface ClassOrderWatch {
  observe(batch: Batch): void;
  /** The first epoch is over. */
  endEpoch(): void;
}

/** So many rows of one class, and no other yet, are reported before the epoch is over. */
const ALIKE_ROWS = 1024;
/** Fewer changes of class than by chance, in standard deviations: once in some thousand shuffled epochs. */
const UNLIKELY = -3.5;
/** At most this share of the changes by chance: in a large dataset a small lack is sure too, and does no harm. */
const SORTED = 0.5;

/**
 * Warns once if labels arrive sorted by class: each step then pulls the weights to the class of the moment.
 *
 * It counts how often neighbours are of different classes. A step sees all its rows together, so their order says
 * nothing: each step counts with the mean over all orders of its rows.
 */
export function watchClassOrder({
  loss,
  train,
  accumulate,
  onWarning,
}: Pick<ResolvedFitOptions, "loss" | "train" | "accumulate" | "onWarning">): ClassOrderWatch {
  const all: ClassCounts = new Map();
  let step: ClassCounts = new Map();
  let before: ClassCounts | undefined;
  let [batches, changes] = [0, 0];
  let done = loss.task === "regression";

  function warn(what: string): void {
    done = true;
    onWarning(
      `fit: ${what}: train (${train.label}) looks sorted by class, and a network forgets the other classes meanwhile; ` +
        `shuffle the whole dataset before batch, as .shuffle({ seed: 1 }) does`,
    );
  }
  function endStep(): void {
    if (step.size === 0) return;
    changes += changesWithin(step) + (before === undefined ? 0 : changesBetween(before, step));
    before = step;
    step = new Map();
  }
  return {
    observe(batch) {
      if (done) return;
      const labels = labelsOf(batch, loss.task === "multiclass");
      if (labels === undefined) {
        done = true;
        return;
      }
      for (const label of labels)
        for (const counts of [all, step]) counts.set(label, (counts.get(label) ?? 0) + 1);
      if (++batches % accumulate === 0) endStep();
      const rows = countRows(all);
      if (all.size === 1 && rows >= ALIKE_ROWS && batches > accumulate)
        warn(`the first ${String(rows)} rows are all of class ${String(labels[0])}`);
    },
    endEpoch() {
      if (done) return;
      done = true;
      endStep();
      const { mean, deviation } = changesInRandomOrder(all);
      if (changes <= SORTED * mean && (changes - mean) / deviation < UNLIKELY)
        warn(
          `the class changed ${changes.toFixed(0)} times in ${String(countRows(all))} rows, not about ${mean.toFixed(0)} times`,
        );
    },
  };
}

/** The class of each row; `undefined` if rows have several. */
function labelsOf({ targets: { data, shape } }: Batch, several: boolean): readonly number[] | undefined {
  const [rows] = shape;
  if (data.length === rows) return Array.from(data, (value) => (several ? value : Number(value > 0.5)));
  return several && data.length % rows === 0
    ? argMax({ data, shape: [rows, data.length / rows] })
    : undefined;
}
