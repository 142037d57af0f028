import type { Pass, Source, Step } from "@tensorloom/data";
import { NoRows, rowsOfWhole, withPart } from "@tensorloom/data/internal";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { countRows } from "../batch/rows.ts";
import { ownRows, place, wholePlacement } from "./placement.ts";
import type { Ranks } from "./ranks.ts";
import { takeRows } from "./takeRows.ts";

/**
 * A source of this rank's rows of each batch.
 *
 * A pipeline that ends in `batch` reads and computes these rows only. Of any other, each rank reads whole batches, and
 * takes its rows. A batch of which it has none is a {@link NoRows}. The states are those of `source`.
 */
export function partSource<B extends InputBatch & Partial<Batch>>(
  source: Source<B>,
  { rank, size }: Pick<Ranks, "rank" | "size">,
): Source<B> {
  function placed(step: Step<B>): Step<B> {
    if (step.done === true) return step;
    const batch = step.value;
    const rows = rowsOfWhole(batch) ?? countRows(batch);
    if (rows === undefined) return step; // checkBatch says what is wrong
    const placement = { ...wholePlacement(rows), index: rank, count: size };
    if (ownRows(placement) === 0) return { done: false, value: place(new NoRows() as B & NoRows, placement) };
    const own = rowsOfWhole(batch) === undefined ? takeRows(batch, placement) : batch;
    return { done: false, value: place(own, placement) };
  }
  return {
    label: source.label,
    size: source.size,
    open(start = {}): Pass<B> {
      const pass = source.open(withPart(start, { of: source.label, index: rank, count: size }));
      return {
        next() {
          const step = pass.next();
          return step instanceof Promise ? step.then(placed) : placed(step);
        },
        state: () => pass.state(),
        close: () => pass.close(),
      };
    },
  };
}
