import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { sliceRows } from "../batch/rows.ts";

/** The rows of a batch that one replica computes. */
export interface BatchShard {
  readonly inputs: readonly NDArray[];
  /** Its first row in the batch. */
  readonly start: number;
  /** How many rows it has, at least 1. */
  readonly rows: number;
  /** Rows of the whole batch. */
  readonly batchRows: number;
  /** A batch of fewer rows than replicas: this one computes the first row along, and it counts for nothing. */
  readonly padding: boolean;
}

/**
 * Cuts a batch into one share a replica, in order, the larger ones first.
 *
 * @throws RangeError where the inputs are not as many numbers as their shapes say, have not the same rows, or none.
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
  return Array.from({ length: replicas }, (_, rank) => {
    const mine = Math.floor(batchRows / replicas) + (rank < batchRows % replicas ? 1 : 0);
    const padding = mine === 0;
    const start = padding
      ? 0
      : rank * Math.floor(batchRows / replicas) + Math.min(rank, batchRows % replicas);
    const rows = padding ? 1 : mine;
    return { inputs: inputs.map((array) => sliceRows(array, start, rows)), start, rows, batchRows, padding };
  });
}
