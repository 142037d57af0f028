import type { Batch, InputBatch } from "../batch/batch.ts";
import { cutRows } from "../batch/rows.ts";
import { ownRows, place, type Placement, subPlacement } from "./placement.ts";
import type { Ranks } from "./ranks.ts";

/**
 * Splits the rows that a rank has of a batch into micro-batches: as many as the rank needs that has the least memory.
 *
 * A micro-batch holds rows of the whole batch that adjoin. A rank without rows computes one that is ignored.
 *
 * @param passes - How many micro-batches this rank needs.
 */
export function splitOnRanks<B extends InputBatch & Partial<Batch>>(
  ranks: Ranks | undefined,
  batch: B,
  placement: Placement,
  passes: number,
): readonly B[] {
  const most = Float64Array.of(passes);
  ranks?.communicator.allReduce(most, "max");
  if (most[0] === 1) return [batch];
  const length = Math.ceil(placement.rows / placement.count / most[0]);
  const own = ownRows(placement);
  const parts: B[] = [];
  for (let from = 0; from * placement.count < placement.rows; from += length) {
    const part = subPlacement(placement, from, length);
    const rows = ownRows(part);
    const cut = rows === 0 ? cutRows(batch, 0, 1) : cutRows(batch, Math.min(from, own), rows);
    parts.push(place(cut, part));
  }
  return parts;
}
