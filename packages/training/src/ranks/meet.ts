import { deserializeError, serializeError, type SerializedError } from "@tensorloom/core/internal";
import { NoRows } from "@tensorloom/data/internal";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { broadcastPlain } from "./exchange.ts";
import { place, placementOf } from "./placement.ts";
import type { Ranks } from "./ranks.ts";
import { type BatchTemplate, paddingRow, templateOf } from "./takeRows.ts";
import { agreed, agreedAbort, throwTogether } from "./together.ts";

/** What a rank has found when all meet before a batch. */
const STATE = { batch: 0, end: 1, failed: 2, aborted: 3 } as const;

const FIELDS = 4;

/** What the ranks of a run know of one another. */
export interface Meeting {
  readonly ranks: Ranks;
  /** Ends the run on every rank, before the next batch. */
  readonly signal: AbortSignal | undefined;
  /** Called on all ranks with a number of rank 0. */
  readonly control?: { readonly get: () => number; readonly set: (value: number) => void } | undefined;
}

/**
 * Reads a batch on every rank, and returns it if all have one.
 *
 * All ranks end together: at the end of the data, if one of them fails to read, or if one is to stop.
 *
 * @param read - Reads the rows of this rank; `undefined` at the end.
 * @returns The rows of this rank, or a row of padding if it has none.
 * @throws The error of the rank that failed, there; a RankError elsewhere. The reason of an abort, on all.
 */
export async function meet<B extends InputBatch & Partial<Batch>>(
  { ranks, signal, control }: Meeting,
  template: { current: BatchTemplate | undefined },
  read: () => Promise<B | undefined>,
): Promise<B | undefined> {
  let batch: B | undefined;
  let [state, error]: [number, unknown] = [STATE.end, undefined];
  try {
    batch = await read();
    if (batch !== undefined) state = STATE.batch;
  } catch (thrown) {
    [state, error] = [STATE.failed, thrown];
  }
  if (signal?.aborted === true) [state, error] = [STATE.aborted, signal.reason as unknown];
  if (batch !== undefined && !(batch instanceof NoRows)) template.current ??= templateOf(batch);
  const rows = batch === undefined ? 0 : (placementOf(batch)?.rows ?? 0);
  const lacks = batch instanceof NoRows && template.current === undefined ? 1 : 0;
  const all = new Float64Array(ranks.size * FIELDS);
  ranks.communicator.allGather(Float64Array.of(state, rows, lacks, control?.get() ?? 0), all);
  const found = Array.from({ length: ranks.size }, (_, of) => all.subarray(of * FIELDS, (of + 1) * FIELDS));
  control?.set(found[0][3]);
  const failed = found.findIndex(([of]) => of === STATE.failed);
  if (failed >= 0) throwTogether(ranks, failed, error);
  const aborted = found.findIndex(([of]) => of === STATE.aborted);
  if (aborted >= 0) throwReason(ranks, aborted, error);
  const differs = found.findIndex(([of, count]) => of !== found[0][0] || count !== found[0][1]);
  if (differs > 0) throw agreed(differentBatches(found, differs));
  if (found.some(([, , lack]) => lack === 1)) {
    const first = broadcastPlain<BatchTemplate>(ranks, template.current); // rank 0 has a row of every batch
    template.current ??= first;
  }
  if (!(batch instanceof NoRows) || template.current === undefined) return batch;
  const padding = paddingRow(template.current) as B & NoRows; // with the arrays of a batch
  return place(padding, placementOf(batch) ?? { index: 0, count: 1, rows });
}

/** Throws the reason of an abort of one rank on all of them. */
function throwReason(ranks: Ranks, root: number, reason: unknown): never {
  const sent = ranks.rank === root ? serializeError(reason) : undefined;
  const received = deserializeError(broadcastPlain<SerializedError>(ranks, sent, root));
  throw agreedAbort(ranks.rank === root && reason instanceof Error ? reason : received);
}

function differentBatches(found: readonly Float64Array[], at: number): Error {
  const text = ([state, rows]: Float64Array): string =>
    state === STATE.end ? "is at the end of its data" : `has a batch of ${String(rows)} rows`;
  return new Error(
    `replicas: every rank must read the same batches, of which it gets its rows, but rank 0 ${text(found[0])} and rank ${String(at)} ${text(found[at])}: ` +
      "pass the whole dataset on every rank, with the same seeds, not a shard of it",
  );
}
