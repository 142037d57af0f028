import { branched } from "../random/branch.ts";
import { Closings } from "../pass/closings.ts";
import { AGAIN, type Again, later, until } from "../pass/later.ts";
import { sourcesGiven } from "../given.ts";
import { countIn, listIn, placeIn } from "../pass/place.ts";
import { openIndex, openParent, startAt } from "../pass/recipe.ts";
import { indexedSource } from "../sources/indexed.ts";
import type { Indexed, Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "../pass/end.ts";

/**
 * Gives one source's elements after the other's.
 *
 * @see tf.data.Dataset.concatenate
 * @example
 * ```ts
 * import { concatenate, fromSource, range } from "@tensorloom/data";
 *
 * await fromSource(concatenate(range(2), range(3))).toArray(); // => [0, 1, 0, 1, 2]
 * await range(2).concatenate(range(3)).toArray(); // => [0, 1, 0, 1, 2]
 * ```
 */
export function concatenate<T>(...sources: readonly Source<T>[]): Source<T> {
  sourcesGiven("concatenate", sources);
  const sizes = sources.map(({ size }) => size);
  const size = sizes.includes(Infinity)
    ? Infinity
    : sizes.reduce<number | undefined>(
        (sum, next) => (sum === undefined || next === undefined ? undefined : sum + next),
        0,
      );
  const label = `concatenate(${sources.map((source) => source.label).join(", ")})`;
  const reachable = sources.flatMap((source) =>
    source.indexed === undefined ? [] : [{ source, indexed: source.indexed }],
  );
  if (size !== undefined && reachable.length === sources.length)
    return indexedSource({
      label,
      size,
      parents: sources,
      indexed: (epoch, start) =>
        joined(
          reachable.map(({ source, indexed }, i) => openIndex(source, indexed, epoch, branched(start, i))),
        ),
    });
  return {
    label,
    size,
    parents: sources,
    open: (start = {}) => new ConcatenatePass(label, sources, start),
  };
}

function joined<T>(parts: readonly Indexed<T>[]): Indexed<T> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return {
    length,
    at(index) {
      let first = 0;
      for (const part of parts) {
        if (index - first < part.length) return part.at(index - first);
        first += part.length;
      }
      return undefined;
    },
  };
}

class ConcatenatePass<T> implements Pass<T> {
  readonly #sources: readonly Source<T>[];
  readonly #start: Start;
  readonly #epoch: number;
  #which = 0;
  #pass: Pass<T> | undefined;
  #over = false;
  readonly #closings = new Closings();
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<T> | Again | Promise<Step<T> | Again> =>
    this.#over || this.#pass === undefined ? END : later(this.#pass.next(), this.#receive);

  constructor(label: string, sources: readonly Source<T>[], start: Start) {
    this.#sources = sources;
    this.#start = start;
    let epoch = start.epoch ?? 0;
    let above = start;
    if (start.state !== undefined) {
      const place = placeIn(label, start.state, ["epoch", "upstreams", "which"]);
      epoch = countIn(label, place, "epoch");
      this.#which = countIn(label, place, "which", Math.max(0, sources.length - 1));
      const states = listIn(label, place, "upstreams", sources.length);
      if (sources.length > 0) above = startAt(start, { state: states[this.#which] });
    }
    this.#epoch = epoch;
    this.#open(above);
  }

  #open(start: Start): void {
    const source = this.#sources.at(this.#which);
    this.#pass = source === undefined ? undefined : openParent(source, branched(start, this.#which));
  }

  next(): Step<T> | Promise<Step<T>> {
    return until(this.#turn);
  }

  readonly #receive = (step: Step<T>): Step<T> | Again => {
    if (this.#over) return END; // closed meanwhile: no source opens
    if (step.done !== true || this.#pass === undefined) return step;
    if (this.#which + 1 === this.#sources.length) {
      this.#over = true;
      return END;
    }
    this.#closings.done(this.#pass);
    this.#which += 1;
    this.#open(startAt(this.#start, { epoch: this.#epoch }));
    return AGAIN;
  };

  state(): State {
    const here = this.#pass?.state() ?? null;
    const upstreams = this.#sources.map((_, which) => (which === this.#which ? here : null));
    return { epoch: this.#epoch, upstreams, which: this.#which };
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#closings.all(this.#pass === undefined ? [] : [this.#pass]));
  }
}
