import type { Indexed, Pass, Source, Start, State, Step } from "../source.ts";
import { CLOSED } from "../closings.ts";
import { countIn, type Place, placeIn, streamsIn } from "../place.ts";
import { drawsAbove, type Randomness } from "../randomness.ts";
import { END } from "../end.ts";
import { STREAMS } from "../streams.ts";
import { StageError } from "../stageError.ts";

/** What a recipe over an index is made of. */
export interface IndexedRecipe<T> {
  readonly label: string;
  readonly size: number;
  readonly parents?: readonly Source<unknown>[];
  readonly text?: () => string;
  readonly random?: Randomness;
  /** The elements of one epoch; a view hands the watch and the branch on to what it is a view of. */
  readonly indexed: (epoch: number, start: Pick<Start, "watch" | "branch">) => Indexed<T>;
}

/**
 * A source that gives the elements of an index in order; its state is an epoch and a position, and the version of the
 * random streams if a shuffle decides which element is at a position.
 */
export function indexedSource<T>(recipe: IndexedRecipe<T>): Source<T> {
  const { label, size, parents = [], text, random, indexed } = recipe;
  const shuffled = random?.draws === "shuffle" || drawsAbove(parents, "shuffle") > 0;
  const streams = shuffled ? { streams: STREAMS } : {};
  return {
    label,
    size,
    ...(recipe.parents && { parents }),
    ...(text && { text }),
    ...(random && { random }),
    indexed: (epoch, watch, branch) => indexed(epoch, { ...(watch && { watch }), ...(branch && { branch }) }),
    open(start = {}): Pass<T> {
      const { state, epoch = 0 } = start;
      const begin = (then: number, at: number): Pass<T> =>
        new IndexedPass(indexed(then, start), { label, size, rest: { epoch: then, ...streams } }, at);
      if (state === undefined) return begin(epoch, 0);
      const place = placeIn(label, state, ["at", "epoch", ...Object.keys(streams)]);
      if (shuffled) streamsIn(label, place);
      const [at, then] = [countIn(label, place, "at"), countIn(label, place, "epoch")];
      if (at > size)
        throw new RangeError(
          `${label}: the state is of another pipeline: it stands at ${String(at)}, but there are ${String(size)} elements`,
        );
      return begin(then, at);
    },
  };
}

interface IndexedPlace {
  readonly label: string;
  readonly size: number;
  /** What a state says beside the position. */
  readonly rest: Place;
}

class IndexedPass<T> implements Pass<T> {
  readonly #label: string;
  readonly #elements: Indexed<T>;
  readonly #size: number;
  readonly #rest: Place;
  #at: number;
  #closed = false;

  constructor(elements: Indexed<T>, { label, size, rest }: IndexedPlace, at: number) {
    this.#label = label;
    this.#elements = elements;
    this.#size = size;
    this.#rest = rest;
    this.#at = at;
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#closed || this.#at >= this.#size) return END;
    const position = this.#at++;
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
    return { at: this.#at, ...this.#rest };
  }

  close(): Promise<void> {
    this.#closed = true;
    return CLOSED;
  }
}
