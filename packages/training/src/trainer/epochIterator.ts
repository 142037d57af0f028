import type { Source } from "@tensorloom/data";
import { readBatches } from "./readBatches.ts";

/** Iterates over the batches of a run, epoch by epoch. */
export interface EpochIterator<T> {
  /** Starts an epoch: opens a new pass, or continues the open pass if epochs are counted in steps. */
  startEpoch(): Promise<void>;
  /** Returns the next batch of the epoch; `undefined` at the end of a pass. */
  next(): Promise<T | undefined>;
  close(): Promise<void>;
}

/**
 * Creates an epoch iterator. Each pass is opened as the next epoch, so that shuffles and random maps draw new numbers.
 *
 * @param endless - Whether epochs are counted in steps. Then a new pass may start within an epoch.
 * @throws RangeError from `next`, if a pass has no batches.
 */
export function createEpochIterator<T>(
  source: Source<T>,
  endless: boolean,
  signal: AbortSignal | undefined,
): EpochIterator<T> {
  let passes = 0;
  let pass: AsyncGenerator<T, undefined> | undefined;
  let delivered = 0;

  async function open(): Promise<void> {
    await pass?.return(undefined);
    pass = readBatches(source, passes++, signal);
    delivered = 0;
  }
  async function next(): Promise<T | undefined> {
    const step = await pass?.next();
    if (step?.done === false) {
      delivered++;
      return step.value;
    }
    if (delivered === 0) throw new RangeError(`fit: train (${source.label}) has no batches`);
    if (!endless) return undefined;
    await open();
    return next();
  }
  return {
    async startEpoch() {
      if (pass === undefined || !endless) await open();
    },
    next,
    async close() {
      await pass?.return(undefined);
    },
  };
}
