import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { sliceRows } from "../batch/rows.ts";

/** The rows of a batch that one replica computes. */
export interface BatchShard {
  readonly inputs: readonly NDArray[];
  /** The shard's first row in the batch. */
  readonly start: number;
  /** Number of rows in this shard, at least 1. */
  readonly rows: number;
  /** Number of rows in the whole batch. */
  readonly batchRows: number;
  /** True if this replica got no rows: it computes a padding row whose outputs and gradients are ignored. */
  readonly padding: boolean;
}

/**
 * Splits a batch into one shard per replica, in order, larger shards first.
 *
 * @throws RangeError if an input's shape does not match its length, or the inputs have different numbers of rows or none.
 */
export function shardBatch(caller: string, batch: InputBatch, replicas: number): readonly BatchShard[] {
  const inputs = inputArrays(caller, batch);
  const [batchRows = 0] = inputs[0]?.shape ?? [];
  if (batchRows < 1) throw new RangeError(`${caller}: a batch must have at least one row`);
  for (const [at, { shape }] of inputs.entries())
    if (shape[0] !== batchRows)
      throw new RangeError(
        `${caller}: inputs[${String(at)}] must have ${String(batchRows)} rows as inputs[0] has, got ${String(shape[0])}`,
      );
  const [even, extra] = [Math.floor(batchRows / replicas), batchRows % replicas];
  return Array.from({ length: replicas }, (_, rank) => {
    const ownRows = even + (rank < extra ? 1 : 0);
    const padding = ownRows === 0;
    const start = padding ? 0 : rank * even + Math.min(rank, extra);
    const rows = padding ? 1 : ownRows;
    return {
      inputs: inputs.map((array) => sliceRows(array, start, rows)),
      start,
      rows,
      batchRows,
      padding,
    };
  });
}
