import type { Source } from "@tensorloom/data";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { readBatches } from "../batch/readBatches.ts";
import { meet } from "./meet.ts";
import type { Ranks } from "./ranks.ts";
import type { BatchTemplate } from "./takeRows.ts";

/** Reads one pass of a source: this rank's rows of each batch, as all ranks get theirs. */
export async function* readTogether<B extends InputBatch & Partial<Batch>>(
  ranks: Ranks | undefined,
  source: Source<B>,
  signal: AbortSignal | undefined,
): AsyncGenerator<B, undefined> {
  if (ranks === undefined) {
    yield* readBatches(source, { epoch: 0 }, signal);
    return;
  }
  const batches = readBatches(source, { epoch: 0 });
  const template: { current: BatchTemplate | undefined } = { current: undefined };
  const read = async (): Promise<B | undefined> => (await batches.next()).value;
  try {
    for (;;) {
      const batch = await meet({ ranks, signal }, template, read);
      if (batch === undefined) return;
      yield batch;
    }
  } finally {
    await batches.return(undefined);
  }
}
