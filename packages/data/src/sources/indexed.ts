import type { Indexed, Pass, Source, Start, State, Step } from "../source.ts";
import type { Randomness } from "../randomness.ts";
import { CLOSED } from "../pass/pendingCloses.ts";
import { readCount, readState, assertStreamsVersion } from "../pass/stateFields.ts";
import { countDraws } from "../random/countDraws.ts";
import { DONE } from "../pass/done.ts";
import type { Part } from "../part.ts";
import { ELSEWHERE, isElsewhere, partFor } from "../pass/part.ts";
import { STREAMS_VERSION } from "../random/streams.ts";
import { StageError } from "../pass/stageError.ts";

/** Describes a source with random access. */
export interface IndexedRecipe<T> {
  readonly label: string;
  readonly size: number;
  readonly parents?: readonly Source<unknown>[] | undefined;
  readonly fingerprint?: Source<T>["fingerprint"];
  readonly random?: Randomness | undefined;
  /** Opens the elements of one epoch. A view passes the instrumentation and the branch to its upstream. */
  readonly indexed: (epoch: number, start: Pick<Start, "instrumentation" | "branch">) => Indexed<T>;
}

/** The kinds of stages whose random order decides which element is at a position. */
const ORDERS = ["shuffle", "sampleByClass", "sampleByWeight"];

/**
 * Makes a source of an indexed source's elements, in order.
 *
 * Its state is an epoch and a position, and the version of the random streams if a shuffle decides which element is at a
 * position.
 */
export function indexedSource<T>(recipe: IndexedRecipe<T>): Source<T> {
  const { label, size, parents, fingerprint, random, indexed } = recipe;
  const isShuffled = ORDERS.some(
    (kind) => random?.draws === kind || (parents !== undefined && countDraws(parents, kind) > 0),
  );
  return {
    label,
    size,
    parents,
    fingerprint,
    random,
    indexed: (epoch, instrumentation, branch) => indexed(epoch, { instrumentation, branch }),
    open(start = {}): Pass<T> {
      const { state, epoch = 0 } = start;
      const part = partFor(start, label);
      if (state === undefined)
        return new IndexedPass(recipe, indexed(epoch, start), epoch, isShuffled, 0, part);
      const place = readState(label, state, isShuffled ? ["at", "epoch", "streams"] : ["at", "epoch"]);
      if (isShuffled) assertStreamsVersion(label, place);
      const [at, then] = [readCount(label, place, "at"), readCount(label, place, "epoch")];
      if (at > size)
        throw new RangeError(
          `${label}: the state is of another pipeline: its position is ${String(at)}, but there are ${String(size)} elements`,
        );
      return new IndexedPass(recipe, indexed(then, start), then, isShuffled, at, part);
    },
  };
}

class IndexedPass<T> implements Pass<T> {
  readonly #label: string;
  readonly #elements: Indexed<T>;
  readonly #size: number;
  readonly #epoch: number;
  readonly #isShuffled: boolean;
  readonly #part: Part | undefined;
  #at: number;
  #closed = false;

  constructor(
    { label, size }: IndexedRecipe<T>,
    elements: Indexed<T>,
    epoch: number,
    isShuffled: boolean,
    at: number,
    part: Part | undefined,
  ) {
    this.#label = label;
    this.#elements = elements;
    this.#size = size;
    this.#epoch = epoch;
    this.#isShuffled = isShuffled;
    this.#at = at;
    this.#part = part;
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#closed || this.#at >= this.#size) return DONE;
    const position = this.#at++;
    if (this.#part !== undefined && isElsewhere(this.#part, position))
      return { done: false, value: ELSEWHERE as T }; // the batch leaves it out
    try {
      const value = this.#elements.at(position);
      if (!(value instanceof Promise)) return { done: false, value: value as T }; // position < length: there is one
      return value.then(
        (read) => ({ done: false, value: read as T }), // the same
        (error: unknown) => {
          throw new StageError(this.#label, position, error);
        },
      );
    } catch (error) {
      throw new StageError(this.#label, position, error);
    }
  }

  state(): State {
    const place = { at: this.#at, epoch: this.#epoch };
    return this.#isShuffled ? { ...place, streams: STREAMS_VERSION } : place;
  }

  close(): Promise<void> {
    this.#closed = true;
    return CLOSED;
  }
}
