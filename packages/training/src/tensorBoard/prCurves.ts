import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import type { prCurveSummary, Summary } from "@tensorloom/tfrecord/events";

/**
 * Which precision-recall curves to write.
 *
 * @inline
 */
export interface PrCurvesOptions {
  /** Number of thresholds, evenly spaced from 0 to 1. Default 201, as in TensorBoard. */
  readonly thresholds?: number | undefined;
  /** The names of the classes, one per output. Default: their numbers. */
  readonly labels?: readonly string[] | undefined;
}

const OPTIONS: OptionKinds<PrCurvesOptions> = { thresholds: "number", labels: "any" };

/** Collects the outputs of a validation. */
export interface PrCurves {
  add(targets: NDArray, outputs: NDArray): void;
  /** Returns one curve per class, of what has been added since the last call, by the function that makes them. */
  take(summarize: typeof prCurveSummary): readonly Summary[];
  /** Forgets what has been added: a validation that has not ended. */
  clear(): void;
}

/** Creates the curves of one output per row, or of each class against all others. */
export function createPrCurves(caller: string, options: PrCurvesOptions): PrCurves {
  const { thresholds, labels: names } = checkOptions(`${caller}: prCurves`, options, OPTIONS);
  let classes: { readonly labels: number[]; readonly scores: number[] }[] = [];
  function nameOf(index: number): string {
    return names?.[index] ?? (classes.length === 1 ? "positive" : String(index));
  }
  return {
    add(targets, outputs) {
      if (outputs.shape.length > 2)
        throw new RangeError(
          `${caller}: prCurves needs outputs [batch, classes], got [${outputs.shape.join(", ")}]`,
        );
      const rows = outputs.shape[0];
      const count = outputs.data.length / rows;
      if (names !== undefined && names.length !== count)
        throw new RangeError(
          `${caller}: prCurves.labels must have one name per output, ${String(count)}, got ${String(names.length)}`,
        );
      if (classes.length !== count)
        classes = Array.from({ length: count }, () => ({ labels: [], scores: [] }));
      const isIndex = count > 1 && targets.data.length === rows;
      for (const [index, { labels, scores }] of classes.entries())
        for (let row = 0; row < rows; row++) {
          const target = isIndex ? Number(targets.data[row] === index) : targets.data[row * count + index];
          labels.push(Number(target > 0.5));
          scores.push(outputs.data[row * count + index]);
        }
    },
    clear() {
      classes = [];
    },
    take(summarize) {
      const summaries = classes.map(({ labels, scores }, index) =>
        summarize(`pr/${nameOf(index)}`, labels, scores, { thresholds }),
      );
      classes = [];
      return summaries;
    },
  };
}
