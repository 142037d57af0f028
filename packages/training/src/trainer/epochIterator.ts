import type { Pass, Source, State } from "@tensorloom/data";
import { readBatches } from "../batch/readBatches.ts";

/** Iterates over the batches of a run, epoch by epoch. */
export interface EpochIterator<T> {
  /** Starts an epoch: opens a new pass, or continues the open pass if epochs are counted in steps. */
  startEpoch(): Promise<void>;
  /** Returns the next batch of the epoch; `undefined` at the end of a pass. */
  next(): Promise<T | undefined>;
  /** Returns the place after the last batch, between two batches. */
  position(): DataPosition | undefined;
  close(): Promise<void>;
}

/** A place in the dataset of a run, as plain data. */
export interface DataPosition {
  /** How many passes have been opened. */
  readonly passes: number;
  /** How many batches the last one has delivered. */
  readonly delivered: number;
  /** The state of the last one. */
  readonly state: State;
}

/** Options of {@link createEpochIterator}. */
interface EpochIteratorOptions {
  /** Whether epochs are counted in steps. Then a new pass may start within an epoch. */
  readonly isEndless: boolean;
  readonly signal: AbortSignal | undefined;
  /** The place to continue from, and whether it lies within an epoch. */
  readonly resumed?: { readonly position: DataPosition; readonly isWithinEpoch: boolean } | undefined;
}

/**
 * Creates an epoch iterator. Each pass is opened as the next epoch, so that shuffles and random maps draw new numbers.
 *
 * @throws RangeError from `next`, if a pass has no batches.
 */
export function createEpochIterator<T>(
  source: Source<T>,
  { isEndless, signal, resumed }: EpochIteratorOptions,
): EpochIterator<T> {
  let opened: Pass<T> | undefined;
  const tracked: Source<T> = {
    label: source.label,
    size: source.size,
    open: (start) => (opened = source.open(start)),
  };
  let { passes, delivered } = resumed?.position ?? { passes: 0, delivered: 0 };
  let isWithinEpoch = resumed?.isWithinEpoch ?? false;
  let pass: AsyncGenerator<T, undefined> | undefined;
  if (resumed !== undefined && (isWithinEpoch || isEndless))
    pass = readBatches(tracked, { state: resumed.position.state }, signal);

  async function open(): Promise<void> {
    await pass?.return(undefined);
    pass = readBatches(tracked, { epoch: passes++ }, signal);
    delivered = 0;
  }
  async function next(): Promise<T | undefined> {
    const step = await pass?.next();
    if (step?.done === false) {
      delivered++;
      return step.value;
    }
    if (delivered === 0) throw new RangeError(`fit: train (${source.label}) has no batches`);
    if (!isEndless) return undefined;
    await open();
    return next();
  }
  return {
    async startEpoch() {
      if (!isWithinEpoch && (pass === undefined || !isEndless)) await open();
      isWithinEpoch = false;
    },
    next,
    position() {
      if (opened === undefined) return resumed?.position;
      const state = JSON.parse(JSON.stringify(opened.state())) as State; // a copy, since the pass may reuse its own
      return { passes, delivered, state };
    },
    async close() {
      await pass?.return(undefined);
    },
  };
}
