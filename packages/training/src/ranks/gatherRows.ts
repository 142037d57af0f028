import type { NDArray } from "@tensorloom/data";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { gatherBytes } from "./exchange.ts";
import { ownRows, placementOf, type Placement } from "./placement.ts";
import type { Ranks } from "./ranks.ts";

/** Joins the arrays of all ranks, as float32, in the order of the whole batch's rows. */
function gatherArray({ communicator }: Ranks, array: NDArray, placement: Placement): NDArray<Float32Array> {
  const { index, count, rows } = placement;
  const [of, ...row] = array.shape;
  const width = array.data.length / of;
  const data = new Float32Array(rows * width);
  const own = ownRows(placement);
  for (let at = 0; at < own; at++)
    data.set(array.data.subarray(at * width, (at + 1) * width), (index + at * count) * width);
  communicator.allReduce(data); // every row is 0 on all ranks but one
  return { data, shape: [rows, ...row] };
}

/** Joins the ids of all ranks, in the order of the whole batch's rows. */
function gatherIds(ranks: Ranks, ids: readonly string[], placement: Placement): readonly string[] {
  const own = JSON.stringify(ids.slice(0, ownRows(placement)));
  const lists = gatherBytes(ranks, new TextEncoder().encode(own)).map(
    (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as readonly string[], // as another rank has written it
  );
  const { count, rows } = placement;
  return Array.from({ length: rows }, (_, row) => lists[row % count][Math.floor(row / count)]);
}

/**
 * Returns a batch with the targets, weights and ids of all ranks. Its inputs are those of this rank.
 *
 * Numbers are exchanged as float32, which is what the losses compute with.
 */
export function gatherRows<B extends InputBatch & Partial<Batch>>(ranks: Ranks | undefined, batch: B): B {
  const placement = placementOf(batch);
  if (ranks === undefined || placement === undefined) return batch;
  const { targets, weights, ids } = batch;
  return {
    ...batch,
    ...(targets && { targets: gatherArray(ranks, targets, placement) }),
    ...(weights && { weights: gatherArray(ranks, weights, placement) }),
    ...(ids && { ids: gatherIds(ranks, ids, placement) }),
  };
}
