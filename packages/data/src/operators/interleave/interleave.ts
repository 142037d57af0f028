import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { DONE } from "../../pass/done.ts";
import { SKIP, type Skip, chain, drain } from "../../pass/maybeAsync.ts";
import { readCount, type StateFields, readState } from "../../pass/stateFields.ts";
import { countDraws } from "../../random/countDraws.ts";
import { recipe } from "../../pass/recipe.ts";
import type { LoopCount, Operator, Pass, Source, Start, State, Step } from "../../source.ts";
import type { Elements } from "../../sources/elements.ts";
import { CycleSlots } from "./cycleSlots.ts";
import { CYCLE_FIELDS, type InterleaveSettings } from "./interleaveSettings.ts";

/**
 * How `interleave` takes turns.
 *
 * @inline
 */
export interface InterleaveOptions {
  /** How many inner sources are open at a time; default 1: one after another. */
  readonly cycle?: number | undefined;
  /** How many elements in a row come from one of them; default 1. */
  readonly block?: number | undefined;
  /**
   * How many elements each open source makes ready while the others have their turn; default 0. Where it is more, empty
   * places of the cycle are filled ahead of their turn, too, so that sources that are slow to begin do so together.
   */
  readonly prefetch?: number | undefined;
}

/** Numbers the stages that make inner sources along a pipeline, so that those of two stages draw from streams of their own. */
const KIND = "inner";

/** Places in a cycle: each costs memory, and a part of every state. */
const MOST = 2 ** 16;

/**
 * Makes a source of each element and takes turns among several of them.
 *
 * Inner sources take places in a cycle; where one ends, its place is filled by the next element when its turn comes.
 *
 * @param make - The source, array or other iterable that an element becomes.
 * @see tf.data.Dataset.interleave
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const files = range(2);
 * const records = (file: number) => [`${file}a`, `${file}b`];
 * await files.interleave(records, { cycle: 2 }).toArray(); // => ["0a", "1a", "0b", "1b"]
 * ```
 */
export function interleave<A, B>(
  make: (element: A, index: number) => Elements<B>,
  options: InterleaveOptions = {},
): Operator<A, B> {
  callable("interleave: make", make);
  const known = { cycle: "number", block: "number", prefetch: "number" } as const;
  const { cycle = 1, block = 1, prefetch: ahead = 0 } = checkOptions("interleave", options, known);
  integer("interleave: cycle", cycle, 1, MOST);
  integer("interleave: block", block, 1);
  integer("interleave: prefetch", ahead, 0);
  return interleaveStage(`interleave(${make.name})`, { make, cycle, block, ahead });
}

/** What `interleave`, `flatMap` and `unbatch` are; default: one source after another, none ahead. */
export function interleaveStage<A, B>(
  label: string,
  turns: Partial<InterleaveSettings<A, B>> & Pick<InterleaveSettings<A, B>, "make">,
): Operator<A, B> {
  const { make, cycle = 1, block = 1, ahead = 0 } = turns;
  const loops: LoopCount = { count: 0, idle: true };
  return recipe({
    label,
    random: { draws: KIND, loops },
    functions: [make, cycle, block],
    size: () => undefined,
    open: (upstream: Source<A>, start, whole) =>
      new InterleavePass(upstream, start, whole, { make, cycle, block, ahead, loops }),
  });
}

class InterleavePass<A, B> implements Pass<B> {
  readonly #block: number;
  readonly #epoch: number;
  readonly #cycle: CycleSlots<A, B>;
  #given = 0;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#once();
  readonly #receive = (step: Step<B>): Step<B> | Skip => this.#received(step);

  constructor(
    upstream: Source<A>,
    start: Start,
    label: string,
    turns: InterleaveSettings<A, B> & { readonly loops: LoopCount },
  ) {
    let [epoch, place]: [number, StateFields | undefined] = [start.epoch ?? 0, undefined];
    if (start.state !== undefined) {
      place = readState(label, start.state, ["epoch", "given", ...CYCLE_FIELDS]);
      epoch = readCount(label, place, "epoch");
      this.#given = readCount(label, place, "given");
    }
    this.#block = turns.block;
    this.#epoch = epoch;
    this.#cycle = new CycleSlots(upstream, turns, {
      label,
      epoch,
      start,
      place,
      depth: countDraws([upstream], KIND),
      loops: turns.loops,
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#turn);
  }

  #once(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#closing !== undefined) return DONE;
    const { current } = this.#cycle;
    if (current !== undefined) return chain(current.pass.next(), this.#receive);
    const taken = this.#cycle.openCurrent();
    if (taken !== false) return taken;
    this.#given = 0;
    return this.#cycle.seek() ? SKIP : DONE;
  }

  #received(step: Step<B>): Step<B> | Skip {
    if (this.#closing !== undefined) return DONE;
    if (step.done === true) {
      this.#cycle.closeCurrent();
      return this.#advance();
    }
    if (++this.#given === this.#block) this.#advance();
    return step;
  }

  #advance(): Skip {
    this.#given = 0;
    this.#cycle.advance();
    return SKIP;
  }

  state(): State {
    return { epoch: this.#epoch, given: this.#given, ...this.#cycle.state() };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#cycle.close());
  }
}
