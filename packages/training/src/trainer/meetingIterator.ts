import type { Batch } from "../batch/batch.ts";
import { type Meeting, meet } from "../ranks/meet.ts";
import type { BatchTemplate } from "../ranks/takeRows.ts";
import type { EpochIterator } from "./epochIterator.ts";

/** Iterates over the batches of a run on every rank: each gets its rows as all get theirs, and all end together. */
export function meetingIterator(batches: EpochIterator<Batch>, meeting: Meeting): EpochIterator<Batch> {
  const template: { current: BatchTemplate | undefined } = { current: undefined };
  let starting: Promise<void> = Promise.resolve();
  return {
    ...batches,
    startEpoch() {
      starting = batches.startEpoch(); // an error is one of the next batch, at which the ranks meet
      starting.catch(() => undefined);
      return Promise.resolve();
    },
    next: () =>
      meet(meeting, template, async () => {
        await starting;
        return batches.next();
      }),
  };
}
