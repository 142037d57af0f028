import type { Source } from "@tensorloom/data";
import { readBatches } from "./readBatches.ts";

/** Batches for the epochs of a run. */
export interface EpochIterator<T> {
  /** Begins an epoch: a new pass, or, where epochs are counted in steps, the pass that is open. */
  startEpoch(): Promise<void>;
  /** The next batch of the epoch; `undefined` at the end of a pass. */
  next(): Promise<T | undefined>;
  close(): Promise<void>;
}

/**
 * Opens passes over a source, each as the next epoch of it, so that shuffles and random maps draw anew.
 *
 * @param endless - Whether epochs are counted in steps: then passes follow one another without end, across epochs.
 * @throws RangeError from `next` where a pass gives nothing at all.
 */
export function createEpochIterator<T>(
  source: Source<T>,
  endless: boolean,
  signal: AbortSignal | undefined,
): EpochIterator<T> {
  let passes = 0;
  let pass: AsyncGenerator<T, undefined> | undefined;
  let given = 0;

  async function open(): Promise<void> {
    await pass?.return(undefined);
    pass = readBatches(source, passes++, signal);
    given = 0;
  }
  async function next(): Promise<T | undefined> {
    const step = await pass?.next();
    if (step?.done === false) {
      given++;
      return step.value;
    }
    if (given === 0) throw new RangeError(`fit: train (${source.label}) has no batches`);
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
