import { integer } from "@tensorloom/core";
import { Closings } from "../closings.ts";
import { placeIn } from "../place.ts";
import { openParent, startAt } from "../recipe.ts";
import type { Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "../end.ts";

/** Sources whose elements are those of the tuple `T`. */
export type Sources<T extends readonly unknown[]> = { readonly [K in keyof T]: Source<T[K]> };

/**
 * Walks over several sources side by side; ends with the shortest.
 *
 * @see tf.data.Dataset.zip
 */
export function zip<T extends readonly unknown[]>(...sources: Sources<T>): Source<T> {
  const parents: readonly Source<unknown>[] = sources;
  integer("zip: the number of sources", parents.length, 1);
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
  readonly #passes: readonly Pass<unknown>[];
  #over = false;
  #closing: Promise<void> | undefined;

  constructor(label: string, sources: readonly Source<unknown>[], start: Start) {
    const { state } = start;
    const upstreams = state === undefined ? [] : placeIn(label, state, ["upstreams"])["upstreams"];
    this.#passes = sources.map((source, i) =>
      openParent(
        source,
        state === undefined ? start : startAt(start, { state: (upstreams as readonly State[])[i] }), // a zip wrote it
      ),
    );
  }

  next(): Step<T> | Promise<Step<T>> {
    return this.#over ? END : this.#from(0, []);
  }

  #from(first: number, elements: unknown[]): Step<T> | Promise<Step<T>> {
    for (let i = first; i < this.#passes.length; i++) {
      const step = this.#passes[i].next();
      if (step instanceof Promise)
        return step.then((got) => (this.#keep(got, elements) ? this.#from(i + 1, elements) : END));
      if (!this.#keep(step, elements)) return END;
    }
    return { done: false, value: elements as unknown as T }; // one element of each source, in order
  }

  #keep(step: Step<unknown>, elements: unknown[]): boolean {
    if (step.done === true) this.#over = true;
    else elements.push(step.value);
    return !this.#over;
  }

  state(): State {
    return { upstreams: this.#passes.map((pass) => pass.state()) };
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= new Closings().all(this.#passes));
  }
}
