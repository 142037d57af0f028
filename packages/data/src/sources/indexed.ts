import type { Indexed, Pass, Source, State, Step, Watch } from "../source.ts";
import { CLOSED } from "../closings.ts";
import { countIn, placeIn } from "../place.ts";
import { END } from "../end.ts";
import { StageError } from "../stageError.ts";

/** What a recipe over an index is made of. */
export interface IndexedRecipe<T> {
  readonly label: string;
  readonly size: number;
  readonly parents?: readonly Source<unknown>[];
  readonly text?: () => string;
  /** The elements of one epoch; a view hands the watch on to what it is a view of. */
  readonly indexed: (epoch: number, watch?: Watch) => Indexed<T>;
}

/** A source that gives the elements of an index in order; its state is an epoch and a position. */
export function indexedSource<T>({ label, size, parents, text, indexed }: IndexedRecipe<T>): Source<T> {
  return {
    label,
    size,
    ...(parents && { parents }),
    ...(text && { text }),
    indexed,
    open({ state, epoch = 0, watch } = {}): Pass<T> {
      if (state === undefined) return new IndexedPass(label, indexed(epoch, watch), size, epoch, 0);
      const place = placeIn(label, state, ["at", "epoch"]);
      const [at, then] = [countIn(label, place, "at"), countIn(label, place, "epoch")];
      if (at > size)
        throw new RangeError(
          `${label}: the state is of another pipeline: it stands at ${String(at)}, but there are ${String(size)} elements`,
        );
      return new IndexedPass(label, indexed(then, watch), size, then, at);
    },
  };
}

class IndexedPass<T> implements Pass<T> {
  readonly #label: string;
  readonly #elements: Indexed<T>;
  readonly #size: number;
  readonly #epoch: number;
  #at: number;
  #closed = false;

  constructor(label: string, elements: Indexed<T>, size: number, epoch: number, at: number) {
    this.#label = label;
    this.#elements = elements;
    this.#size = size;
    this.#epoch = epoch;
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
    return { at: this.#at, epoch: this.#epoch };
  }

  close(): Promise<void> {
    this.#closed = true;
    return CLOSED;
  }
}
