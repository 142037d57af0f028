import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { sliceRows } from "../batch/rows.ts";
import { ownRows, placementOf, wholePlacement } from "../ranks/placement.ts";

/** The rows of a batch that one replica computes. */
export interface BatchShard {
  readonly inputs: readonly NDArray[];
  /** The shard's first row in the batch. */
  readonly first: number;
  /** The distance of its rows in the batch: the number of ranks. */
  readonly stride: number;
  /** Number of rows in this shard, at least 1. */
  readonly rows: number;
  /** Number of rows in the whole batch, of all ranks. */
  readonly batchRows: number;
  /** True if this replica got no rows: it computes a padding row whose outputs and gradients are ignored. */
  readonly padding: boolean;
}

/**
 * Splits the rows that this process has of a batch into one shard per replica, in order, larger shards first.
 *
 * @throws RangeError if an input's shape does not match its length, or the inputs have different numbers of rows or none.
 */
export function shardBatch(caller: string, batch: InputBatch, replicas: number): readonly BatchShard[] {
  const inputs = inputArrays(caller, batch);
  const [arrayRows = 0] = inputs[0]?.shape ?? [];
  if (arrayRows < 1) throw new RangeError(`${caller}: a batch must have at least one row`);
  for (const [at, { shape }] of inputs.entries())
    if (shape[0] !== arrayRows)
      throw new RangeError(
        `${caller}: inputs[${String(at)}] must have ${String(arrayRows)} rows as inputs[0] has, got ${String(shape[0])}`,
      );
  const placement = placementOf(batch) ?? wholePlacement(arrayRows);
  const own = ownRows(placement);
  const [even, extra] = [Math.floor(own / replicas), own % replicas];
  return Array.from({ length: replicas }, (_, rank) => {
    const share = even + (rank < extra ? 1 : 0);
    const padding = share === 0;
    const start = padding ? 0 : rank * even + Math.min(rank, extra);
    const rows = padding ? 1 : share;
    return {
      inputs: inputs.map((array) => sliceRows(array, start, rows)),
      first: placement.index + start * placement.count,
      stride: placement.count,
      rows,
      batchRows: placement.rows,
      padding,
    };
  });
}

/** Copies a shard's rows from an array of the whole batch; zeros for padding. */
export function takeShard(
  { first, stride, rows, padding }: BatchShard,
  whole: Float32Array,
  width: number,
): Float32Array {
  if (padding) return new Float32Array(rows * width);
  if (stride === 1) return whole.subarray(first * width, (first + rows) * width);
  const own = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = (first + row * stride) * width;
    own.set(whole.subarray(from, from + width), row * width);
  }
  return own;
}

/** Writes a shard's rows to an array of the whole batch. */
export function putShard(
  { first, stride, rows, padding }: BatchShard,
  own: Float32Array,
  whole: Float32Array,
): void {
  if (padding) return;
  const width = own.length / rows;
  for (let row = 0; row < rows; row++)
    whole.set(own.subarray(row * width, (row + 1) * width), (first + row * stride) * width);
}
