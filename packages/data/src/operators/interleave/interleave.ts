import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { DONE } from "../../pass/done.ts";
import { SKIP, type Skip, chain, drain } from "../../pass/maybeAsync.ts";
import { readCount, type StateFields, readState } from "../../pass/stateFields.ts";
import { countDraws } from "../../random/countDraws.ts";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../../source.ts";
import type { LoopCount } from "../../randomness.ts";
import type { Elements } from "../../sources/elements.ts";
import { CycleSlots } from "./cycleSlots.ts";
import { CYCLE_FIELDS, type InterleaveSettings } from "./interleaveSettings.ts";

/**
 * Options of {@link interleave}.
 *
 * @inline
 */
export interface InterleaveOptions {
  /** How many inner sources are open at a time; default 1. Like `cycle_length` in tf.data. */
  readonly cycle?: number | undefined;
  /** How many consecutive elements come from one source; default 1. Like `block_length` in tf.data. */
  readonly block?: number | undefined;
  /**
   * How many elements each open source prefetches while others have their turn; default 0. Above 0, empty slots are
   * filled before their turn too, so that slow sources open concurrently.
   */
  readonly prefetch?: number | undefined;
}

/** The kind of stages with inner sources. They are numbered along a pipeline, and draw from separate random streams. */
const KIND = "inner";

/** The state's field for how many elements of the current block were delivered. */
const IN_BLOCK = "given";

/** The maximum of `cycle`. Each slot needs memory, and a part of every state. */
const MAX_CYCLE = 2 ** 16;

/**
 * Turns each element into a source, and takes turns among several.
 *
 * Inner sources have slots in a cycle. When one ends, the next element fills its slot at its next turn.
 *
 * @param make - Returns the source, array or other iterable of an element.
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
  integer("interleave: cycle", cycle, 1, MAX_CYCLE);
  integer("interleave: block", block, 1);
  integer("interleave: prefetch", ahead, 0);
  return interleaveStage(`interleave(${make.name})`, { make, cycle, block, ahead });
}

/** The stage of `interleave`, `flatMap` and `unbatch`. By default it reads one source after another. */
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
  readonly #slots: CycleSlots<A, B>;
  #inBlock = 0;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#advance();
  readonly #onStep = (step: Step<B>): Step<B> | Skip => this.#receive(step);

  constructor(
    upstream: Source<A>,
    start: Start,
    label: string,
    settings: InterleaveSettings<A, B> & { readonly loops: LoopCount },
  ) {
    let [epoch, place]: [number, StateFields | undefined] = [start.epoch ?? 0, undefined];
    if (start.state !== undefined) {
      place = readState(label, start.state, ["epoch", IN_BLOCK, ...CYCLE_FIELDS]);
      epoch = readCount(label, place, "epoch");
      this.#inBlock = readCount(label, place, IN_BLOCK);
    }
    this.#block = settings.block;
    this.#epoch = epoch;
    this.#slots = new CycleSlots(upstream, settings, {
      label,
      epoch,
      start,
      place,
      depth: countDraws([upstream], KIND),
      loops: settings.loops,
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#step);
  }

  #advance(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#closing !== undefined) return DONE;
    const { current } = this.#slots;
    if (current !== undefined) return chain(current.pass.next(), this.#onStep);
    const taken = this.#slots.openCurrent();
    if (taken !== false) return taken;
    this.#inBlock = 0;
    return this.#slots.seek() ? SKIP : DONE;
  }

  #receive(step: Step<B>): Step<B> | Skip {
    if (this.#closing !== undefined) return DONE;
    if (step.done === true) {
      this.#slots.closeCurrent();
      return this.#nextSlot();
    }
    if (++this.#inBlock === this.#block) this.#nextSlot();
    return step;
  }

  #nextSlot(): Skip {
    this.#inBlock = 0;
    this.#slots.advance();
    return SKIP;
  }

  state(): State {
    return { epoch: this.#epoch, [IN_BLOCK]: this.#inBlock, ...this.#slots.state() };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#slots.close());
  }
}
