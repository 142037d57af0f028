import { predictClasses } from "@tensorloom/metrics";
import type { Batch } from "../batch/batch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import {
  changesBetween,
  changesInRandomOrder,
  changesWithin,
  type ClassCounts,
  countRows,
} from "./classChanges.ts";

/** Watches the labels of a run's first epoch, in training order. */
export interface ClassOrderWatch {
  /** Counts the labels of a batch, after its step. */
  observe(batch: Pick<Batch, "targets">): void;
  /** Call at the end of an epoch. Only the first call has an effect. */
  endEpoch(): void;
  state(): ClassOrderState;
}

/** What the watch remembers between steps, as plain data. */
export interface ClassOrderState {
  readonly done: boolean;
  readonly batches: number;
  readonly changes: number;
  /** Rows by class: all, those of the unfinished step, and those of the step before. */
  readonly counts: readonly [all: Counts, step: Counts, before: Counts | null];
}

type Counts = readonly (readonly [label: number, rows: number])[];

/** If this many rows are all of one class, the warning does not wait for the end of the epoch. */
const MIN_ROWS_OF_ONE_CLASS = 1024;
/** Threshold for fewer class changes than in a random order, in standard deviations: one in several thousand epochs. */
const MAX_DEVIATIONS = -3.5;
/** Threshold as a fraction of the changes in a random order. A small deficit is significant in a large dataset, but harmless. */
const MAX_FRACTION = 0.5;

/**
 * Warns once if labels arrive sorted by class: each step would then pull the weights towards the current class.
 *
 * It counts how often neighbouring rows have different classes. The order of rows within one step has no effect, so each
 * step counts with the mean over all orders of its rows.
 *
 * @param saved - Continues from the state of an earlier process.
 */
export function watchClassOrder(
  {
    loss,
    train,
    accumulate,
    onWarning,
  }: Pick<ResolvedFitOptions, "loss" | "train" | "accumulate" | "onWarning">,
  saved?: ClassOrderState,
): ClassOrderWatch {
  const [savedAll, savedStep, savedBefore] = saved?.counts ?? [[], [], null];
  const all: ClassCounts = new Map(savedAll);
  let step: ClassCounts = new Map(savedStep);
  let before: ClassCounts | undefined = savedBefore === null ? undefined : new Map(savedBefore);
  let { batches, changes } = saved ?? { batches: 0, changes: 0 };
  let done = saved?.done ?? loss.task === "regression";

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
    state: () => ({
      done,
      batches,
      changes,
      counts: [[...all], [...step], before === undefined ? null : [...before]],
    }),
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
      if (all.size === 1 && rows >= MIN_ROWS_OF_ONE_CLASS && batches > accumulate)
        warn(`the first ${String(rows)} rows are all of class ${String(labels[0])}`);
    },
    endEpoch() {
      if (done) return;
      done = true;
      endStep();
      const { mean, deviation } = changesInRandomOrder(all);
      if (changes <= MAX_FRACTION * mean && (changes - mean) / deviation < MAX_DEVIATIONS)
        warn(
          `the class changed ${changes.toFixed(0)} times in ${String(countRows(all))} rows, not about ${mean.toFixed(0)} times`,
        );
    },
  };
}

/** The class of each row; `undefined` if rows have several classes. */
function labelsOf(
  { targets: { data, shape } }: Pick<Batch, "targets">,
  several: boolean,
): (ArrayLike<number> & Iterable<number>) | undefined {
  const [rows] = shape;
  if (data.length === rows) return Array.from(data, (value) => (several ? value : Number(value > 0.5)));
  return several && data.length % rows === 0
    ? predictClasses({ data, shape: [rows, data.length / rows] })
    : undefined;
}
