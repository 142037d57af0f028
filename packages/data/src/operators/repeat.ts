import { integer } from "@tensorloom/core/internal";
import { startOnBranch } from "../random/branch.ts";
import { PendingCloses } from "../pass/pendingCloses.ts";
import { SKIP, type Skip, chain, drain } from "../pass/maybeAsync.ts";
import { readCount, readState } from "../pass/stateFields.ts";
import { openParent, recipe, startAt } from "../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";

/** The state's field for whether the current round had an element. */
const HAS_ELEMENTS = "given";

/** The default of `count`. */
const ENDLESS = Infinity;

/**
 * Repeats the source `count` times; each repetition is the next epoch.
 *
 * In epoch `e`, round `r` reads the source's epoch `e * count + r`, so a shuffle before it has a new order in each round.
 * An endless repeat reads the epochs from `e` on, with separate draws for each `e`. Repeating an empty source ends.
 *
 * @param count - The number of rounds, at least 0; default: endless.
 * @see tf.data.Dataset.repeat
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(2).repeat(3).toArray(); // => [0, 1, 0, 1, 0, 1]
 * await range(2).repeat().take(5).toArray(); // => [0, 1, 0, 1, 0]
 * ```
 */
export function repeat<T>(count: number = ENDLESS): Operator<T, T> {
  if (count !== Infinity) integer("repeat: count", count, 0);
  return recipe({
    label: `repeat(${count === Infinity ? "" : String(count)})`,
    size: count === 0 ? 0 : (upstream) => (upstream === 0 ? 0 : upstream * count),
    part: (part) => (part.rows === undefined ? part : undefined), // rows of a round may be no whole batches
    open: (upstream: Source<T>, start, label) => new RepeatPass(upstream, start, label, count),
  });
}

class RepeatPass<T> implements Pass<T> {
  readonly #source: Source<T>;
  readonly #start: Start;
  readonly #count: number;
  #first: number;
  #round = 0;
  #hasElements = false;
  #pass: Pass<T>;
  #isDone: boolean;
  readonly #closings = new PendingCloses();
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> =>
    this.#isDone ? DONE : chain(this.#pass.next(), this.#onStep);

  constructor(source: Source<T>, start: Start, label: string, count: number) {
    this.#source = source;
    this.#start = start;
    this.#count = count;
    this.#isDone = count === 0;
    this.#first = (start.epoch ?? 0) * (count === Infinity ? 1 : count);
    let above: Pick<Start, "state" | "epoch"> = { epoch: this.#first };
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["first", HAS_ELEMENTS, "round", "upstream"]);
      this.#first = readCount(label, place, "first");
      this.#round = readCount(
        label,
        place,
        "round",
        Math.min(Math.max(0, count - 1), Number.MAX_SAFE_INTEGER),
      );
      this.#hasElements = place[HAS_ELEMENTS] === true;
      above = { state: place["upstream"] };
    }
    this.#pass = this.#open(above);
  }

  /** Opens a round. Epochs of an endless repeat share rounds, so each draws on its own branch. */
  #open(at: Pick<Start, "state" | "epoch">): Pass<T> {
    const start = startAt(this.#start, at);
    const shared = this.#count === Infinity && this.#first > 0;
    return openParent(this.#source, shared ? startOnBranch(start, this.#first) : start);
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  readonly #onStep = (step: Step<T>): Step<T> | Skip => {
    if (this.#isDone) return DONE; // closed meanwhile: no round opens
    if (step.done !== true) {
      this.#hasElements = true;
      return step;
    }
    const endless = this.#count === Infinity;
    if (endless ? !this.#hasElements : this.#round + 1 >= this.#count) {
      this.#isDone = true;
      return DONE;
    }
    this.#closings.close(this.#pass);
    this.#round += 1;
    this.#hasElements = false;
    this.#pass = this.#open({ epoch: this.#first + this.#round });
    return SKIP;
  };

  state(): State {
    return {
      first: this.#first,
      [HAS_ELEMENTS]: this.#hasElements,
      round: this.#round,
      upstream: this.#pass.state(),
    };
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#closings.closeAll([this.#pass]));
  }
}
