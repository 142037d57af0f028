import { errorMessage, integer } from "@tensorloom/core/internal";
import { startOnSide } from "../../random/branch.ts";
import { PendingCloses } from "../../pass/pendingCloses.ts";
import { assertSources } from "../../validate.ts";
import { readList, readState } from "../../pass/stateFields.ts";
import { openParent, startAt } from "../../pass/recipe.ts";
import type { Pass, Source, Start, State, Step } from "../../source.ts";
import { DONE } from "../../pass/done.ts";

/**
 * Combines sources element by element; ends with the shortest one.
 *
 * If one throws, the others advance too, so the elements after the error stay aligned. Errors of several sources in one
 * row are an `AggregateError`.
 *
 * @see tf.data.Dataset.zip
 * @example
 * ```ts
 * import { fromArray, fromSource, range, zip } from "@tensorloom/data";
 *
 * await fromSource(zip(range(9), fromArray(["cat", "dog"]))).toArray(); // => [[0, "cat"], [1, "dog"]]
 * ```
 */
export function zip<T extends readonly unknown[]>(
  ...sources: { readonly [K in keyof T]: Source<T[K]> }
): Source<T> {
  const parents: readonly Source<unknown>[] = sources;
  integer("zip: the number of sources", parents.length, 1);
  assertSources("zip", parents);
  const label = `zip(${parents.map((source) => source.label).join(", ")})`;
  const known = parents.map(({ size }) => size).filter((size) => size !== undefined);
  return {
    label,
    size: known.length === parents.length ? Math.min(...known) : known.includes(0) ? 0 : undefined,
    parents,
    open: (start = {}) => new ZipPass<T>(label, parents, start),
  };
}

class ZipPass<T extends readonly unknown[]> implements Pass<T> {
  readonly #label: string;
  readonly #passes: readonly Pass<unknown>[];
  /** The elements and the errors of the current row. */
  #row: unknown[] = [];
  #errors: unknown[] = [];
  /** The source that the row reads next. */
  #index = 0;
  /** Whether a source is at its end. */
  #ended = false;
  /** Whether nothing more is read. A source has ended, or this pass is closed. */
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor(label: string, sources: readonly Source<unknown>[], start: Start) {
    const { state } = start;
    this.#label = label;
    let upstreams: readonly State[] | undefined;
    if (state !== undefined) {
      const place = readState(label, state, ["ended", "upstreams"]);
      this.#ended = this.#isDone = place["ended"] === true;
      upstreams = readList(label, place, "upstreams", sources.length);
    }
    this.#passes = sources.map((source, i) =>
      openParent(
        source,
        startOnSide(upstreams === undefined ? start : startAt(start, { state: upstreams[i] }), i),
      ),
    );
  }

  next(): Step<T> | Promise<Step<T>> {
    while (!this.#isDone && this.#index < this.#passes.length) {
      try {
        const step = this.#passes[this.#index].next();
        if (step instanceof Promise) return step.then(this.#receive, this.#receiveError).then(this.#continue);
        this.#receive(step);
      } catch (error) {
        this.#receiveError(error);
      }
    }
    return this.#isDone && this.#errors.length === 0 ? DONE : this.#deliver();
  }

  readonly #continue = (): Step<T> | Promise<Step<T>> => this.next();

  readonly #receive = (step: Step<unknown>): void => {
    this.#index += 1;
    if (step.done === true) this.#ended = this.#isDone = true;
    else this.#row.push(step.value);
  };

  /** Counts an error in place of the element. */
  readonly #receiveError = (error: unknown): void => {
    this.#index += 1;
    this.#errors.push(error);
  };

  #deliver(): Step<T> {
    const [row, errors] = [this.#row, this.#errors];
    this.#row = [];
    this.#errors = [];
    this.#index = 0;
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1)
      throw new AggregateError(errors, `${this.#label}: in one row: ${errors.map(errorMessage).join("; ")}`);
    return { done: false, value: row as unknown as T }; // one element of each source, in order
  }

  state(): State {
    return { ended: this.#ended, upstreams: this.#passes.map((pass) => pass.state()) };
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= new PendingCloses().closeAll(this.#passes));
  }
}
