import { integer } from "@tensorloom/core/internal";
import { startOnBranch } from "../random/branch.ts";
import { PendingCloses } from "../pass/pendingCloses.ts";
import { SKIP, type Skip, chain, drain } from "../pass/maybeAsync.ts";
import { readCount, readState } from "../pass/stateFields.ts";
import { openParent, recipe, startAt } from "../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";

/** How many times where no number is said. */
const ENDLESS = Infinity;

/**
 * Walks over its source several times, each time as the next epoch.
 *
 * In epoch `e`, round `r` of `count` opens its upstream as epoch `e * count + r`, so a shuffle above draws a new order
 * each round. An endless repeat walks epoch `e` as the epochs from `e` on, and draws anew in each. One of an empty source
 * ends.
 *
 * @param count - How many times, at least 0; default: without end.
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
    open: (upstream: Source<T>, start, label) => new RepeatPass(upstream, start, label, count),
  });
}

class RepeatPass<T> implements Pass<T> {
  readonly #source: Source<T>;
  readonly #start: Start;
  readonly #count: number;
  #first: number;
  #round = 0;
  #given = false;
  #pass: Pass<T>;
  #over: boolean;
  readonly #closings = new PendingCloses();
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<T> | Skip | Promise<Step<T> | Skip> =>
    this.#over ? DONE : chain(this.#pass.next(), this.#receive);

  constructor(source: Source<T>, start: Start, label: string, count: number) {
    this.#source = source;
    this.#start = start;
    this.#count = count;
    this.#over = count === 0;
    this.#first = (start.epoch ?? 0) * (count === Infinity ? 1 : count);
    let above: Pick<Start, "state" | "epoch"> = { epoch: this.#first };
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["first", "given", "round", "upstream"]);
      this.#first = readCount(label, place, "first");
      this.#round = readCount(
        label,
        place,
        "round",
        Math.min(Math.max(0, count - 1), Number.MAX_SAFE_INTEGER),
      );
      this.#given = place["given"] === true;
      above = { state: place["upstream"] };
    }
    this.#pass = this.#open(above);
  }

  /** Opens a round. Those of an endless repeat have epochs in common from epoch to epoch: what they draw differs. */
  #open(at: Pick<Start, "state" | "epoch">): Pass<T> {
    const start = startAt(this.#start, at);
    const shared = this.#count === Infinity && this.#first > 0;
    return openParent(this.#source, shared ? startOnBranch(start, this.#first) : start);
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#turn);
  }

  readonly #receive = (step: Step<T>): Step<T> | Skip => {
    if (this.#over) return DONE; // closed meanwhile: no round opens
    if (step.done !== true) {
      this.#given = true;
      return step;
    }
    const endless = this.#count === Infinity;
    if (endless ? !this.#given : this.#round + 1 >= this.#count) {
      this.#over = true;
      return DONE;
    }
    this.#closings.close(this.#pass);
    this.#round += 1;
    this.#given = false;
    this.#pass = this.#open({ epoch: this.#first + this.#round });
    return SKIP;
  };

  state(): State {
    return { first: this.#first, given: this.#given, round: this.#round, upstream: this.#pass.state() };
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#closings.closeAll([this.#pass]));
  }
}
