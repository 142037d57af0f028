import type { NDArray } from "@tensorloom/data";

/** The rows of an epoch: a label each, and as many numbers as the model has outputs. */
export interface EpochRows {
  /** Adds the rows of a batch. */
  add(labels: Int32Array, values: ArrayLike<number>): void;
  /** The label of each row so far. A view: it is valid until the next `add`. */
  readonly labels: Int32Array;
  /** The numbers of each row so far, `[rows]` or `[rows, columns]`. A view as well. */
  readonly values: NDArray<Float32Array>;
  /** Copies the rows, for a checkpoint. */
  state(): EpochRowsState;
  /** Replaces the rows by saved ones. */
  restore(state: EpochRowsState): void;
}

/** The rows of an epoch in a checkpoint. */
export interface EpochRowsState {
  readonly labels: Int32Array;
  readonly values: Float32Array;
}

/** Collects the rows of an epoch in typed arrays, which double their size when they are full. */
export function createEpochRows(): EpochRows {
  let labels = new Int32Array(0);
  let values = new Float32Array(0);
  let rows = 0;
  let columns = 1;
  return {
    add(batchLabels, batchValues) {
      columns = batchValues.length / batchLabels.length;
      const total = rows + batchLabels.length;
      if (total > labels.length) {
        const capacity = Math.max(total, 2 * labels.length);
        labels = grow(labels, new Int32Array(capacity));
        values = grow(values, new Float32Array(capacity * columns));
      }
      labels.set(batchLabels, rows);
      values.set(batchValues, rows * columns);
      rows = total;
    },
    get labels() {
      return labels.subarray(0, rows);
    },
    get values() {
      return {
        data: values.subarray(0, rows * columns),
        shape: columns === 1 ? [rows] : [rows, columns],
      };
    },
    state: () => ({ labels: labels.slice(0, rows), values: values.slice(0, rows * columns) }),
    restore(saved) {
      labels = saved.labels.slice();
      values = saved.values.slice();
      rows = labels.length;
      columns = rows === 0 ? 1 : values.length / rows;
    },
  };
}

function grow<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
