import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { rowsOf } from "../batch/rows.ts";

/** The rows of a batch that one replica computes. */
export interface Share {
  readonly inputs: readonly NDArray[];
  /** Its first row in the batch. */
  readonly from: number;
  /** How many rows it has, at least 1. */
  readonly rows: number;
  /** Rows of the whole batch. */
  readonly of: number;
  /** A batch of fewer rows than replicas: this one computes the first row along, and it counts for nothing. */
  readonly ghost: boolean;
}

/**
 * Cuts a batch into one share a replica, in order, the larger ones first.
 *
 * @throws RangeError where the inputs are not as many numbers as their shapes say, have not the same rows, or none.
 */
export function shares(who: string, batch: InputBatch, replicas: number): readonly Share[] {
  const inputs = inputArrays(who, batch);
  const [of = 0] = inputs[0]?.shape ?? [];
  if (of < 1) throw new RangeError(`${who}: a batch must have at least one row`);
  for (const [at, { shape }] of inputs.entries())
    if (shape[0] !== of)
      throw new RangeError(
        `${who}: inputs[${String(at)}] must have ${String(of)} rows as inputs[0] has, got ${String(shape[0])}`,
      );
  return Array.from({ length: replicas }, (_, rank) => {
    const mine = Math.floor(of / replicas) + (rank < of % replicas ? 1 : 0);
    const ghost = mine === 0;
    const from = ghost ? 0 : rank * Math.floor(of / replicas) + Math.min(rank, of % replicas);
    const rows = ghost ? 1 : mine;
    return { inputs: inputs.map((array) => rowsOf(array, from, rows)), from, rows, of, ghost };
  });
}
