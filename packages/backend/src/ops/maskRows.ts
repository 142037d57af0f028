/** Which rows of a larger batch the tensors of a computation hold: `first`, `first + stride`, and so on. */
export interface MaskRows {
  readonly first: number;
  readonly stride: number;
  /** Rows of the tensors. */
  readonly rows: number;
  /** Rows of the larger batch. */
  readonly batchRows: number;
}

let current: MaskRows | undefined;

/**
 * Runs `work` so that dropout draws the masks of a larger batch, and uses those of some rows.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { dropout, withMaskRows } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const options = { rate: 0.5, noiseShape: undefined, seed: () => 7 };
 * const whole = dropout(ones([4, 2]), options).dataSync();
 * const rows = { first: 1, stride: 2, rows: 2, batchRows: 4 };
 * const part = withMaskRows(rows, () => dropout(ones([2, 2]), options).dataSync());
 * [...part]; // => [...whole.subarray(2, 4), ...whole.subarray(6, 8)]
 * ```
 */
export function withMaskRows<T>(rows: MaskRows, work: () => T): T {
  const before = current;
  current = rows;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * The rows of a mask of `length` rows in the larger batch, and the length of that batch's mask; `undefined` if masks are
 * drawn as they are. A tensor may hold several rows for each of the batch.
 */
export function maskRows(
  length: number,
): { readonly indices: readonly number[]; readonly length: number } | undefined {
  if (current === undefined || length % current.rows !== 0) return undefined;
  const { first, stride, rows, batchRows } = current;
  if (rows === batchRows) return undefined;
  const each = length / rows;
  const indices = Array.from({ length }, (_, at) => {
    return Math.min(batchRows - 1, first + Math.floor(at / each) * stride) * each + (at % each);
  });
  return { indices, length: batchRows * each };
}
