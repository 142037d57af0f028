import { startOnBranch } from "../../random/branch.ts";
import { PendingCloses } from "../../pass/pendingCloses.ts";
import { SKIP, type Skip, chain, drain } from "../../pass/maybeAsync.ts";
import { assertSources } from "../../validate.ts";
import { readCount, readList, readState } from "../../pass/stateFields.ts";
import { openIndex, openParent, startAt } from "../../pass/recipe.ts";
import { indexedSource } from "../../sources/indexed.ts";
import type { Indexed, Pass, Source, Start, State, Step } from "../../source.ts";
import { DONE } from "../../pass/done.ts";

/**
 * Concatenates sources: the elements of one after those of another.
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
  assertSources("concatenate", sources);
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
        joinIndexes(
          reachable.map(({ source, indexed }, i) =>
            openIndex(source, indexed, epoch, startOnBranch(start, i)),
          ),
        ),
    });
  return {
    label,
    size,
    parents: sources,
    open: (start = {}) => new ConcatenatePass(label, sources, start),
  };
}

function joinIndexes<T>(parts: readonly Indexed<T>[]): Indexed<T> {
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
  #isDone = false;
  readonly #closings = new PendingCloses();
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> =>
    this.#isDone || this.#pass === undefined ? DONE : chain(this.#pass.next(), this.#onStep);

  constructor(label: string, sources: readonly Source<T>[], start: Start) {
    this.#sources = sources;
    this.#start = start;
    let epoch = start.epoch ?? 0;
    let above = start;
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["epoch", "upstreams", "which"]);
      epoch = readCount(label, place, "epoch");
      this.#which = readCount(label, place, "which", Math.max(0, sources.length - 1));
      const states = readList(label, place, "upstreams", sources.length);
      if (sources.length > 0) above = startAt(start, { state: states[this.#which] });
    }
    this.#epoch = epoch;
    this.#open(above);
  }

  #open(start: Start): void {
    const source = this.#sources.at(this.#which);
    this.#pass = source === undefined ? undefined : openParent(source, startOnBranch(start, this.#which));
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  readonly #onStep = (step: Step<T>): Step<T> | Skip => {
    if (this.#isDone) return DONE; // closed meanwhile: no source opens
    if (step.done !== true || this.#pass === undefined) return step;
    if (this.#which + 1 === this.#sources.length) {
      this.#isDone = true;
      return DONE;
    }
    this.#closings.close(this.#pass);
    this.#which += 1;
    this.#open(startAt(this.#start, { epoch: this.#epoch }));
    return SKIP;
  };

  state(): State {
    const here = this.#pass?.state() ?? null;
    const upstreams = this.#sources.map((_, which) => (which === this.#which ? here : null));
    return { epoch: this.#epoch, upstreams, which: this.#which };
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#closings.closeAll(this.#pass === undefined ? [] : [this.#pass]));
  }
}
