import { callable, integer } from "@tensorloom/core";
import { Closings } from "../closings.ts";
import { AGAIN, type Again, later, until } from "../later.ts";
import { countIn, listIn, placeIn } from "../place.ts";
import { openParent, recipe, startAt } from "../recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "../end.ts";
import { StageError } from "../stageError.ts";
import { asSource, type Elements } from "../sources/elements.ts";
import { type Inner, stateOf, type Waiting } from "./inner.ts";
import { prefetch } from "./prefetch.ts";
import { Tape, type Recalled } from "../tape.ts";

/** How `interleave` takes turns. */
export interface InterleaveOptions {
  /** How many inner sources are open at a time; default 1: one after another. */
  readonly cycle?: number;
  /** How many elements in a row come from one of them; default 1. */
  readonly block?: number;
  /** How many elements each open source makes ready while the others have their turn; default 0. */
  readonly prefetch?: number;
}

/**
 * Makes a source of each element and takes turns among several of them.
 *
 * Inner sources take places in a cycle; where one ends, its place is filled by the next element when its turn comes.
 *
 * @param make - The source, array or other iterable that an element becomes.
 * @see tf.data.Dataset.interleave
 */
export function interleave<A, B>(
  make: (element: A, index: number) => Elements<B>,
  options: InterleaveOptions = {},
): Operator<A, B> {
  callable("interleave: make", make);
  const { cycle = 1, block = 1, prefetch: ahead = 0 } = options;
  integer("interleave: cycle", cycle, 1);
  integer("interleave: block", block, 1);
  integer("interleave: prefetch", ahead, 0);
  const inner =
    ahead === 0 ? make : (element: A, index: number) => prefetch<B>(ahead)(asSource(make(element, index)));
  return takingTurns(`interleave(${make.name})`, inner, cycle, block, make);
}

/** What `interleave`, `flatMap` and `unbatch` are; `written` is the function that the user wrote. */
export function takingTurns<A, B>(
  label: string,
  make: (element: A, index: number) => Elements<B>,
  cycle: number,
  block: number,
  written: unknown = make,
): Operator<A, B> {
  return recipe({
    label,
    functions: [written, cycle, block],
    size: () => undefined,
    open: (upstream: Source<A>, start, whole) =>
      new InterleavePass(upstream, start, { label: whole, make, cycle, block }),
  });
}

interface Turns<A, B> {
  readonly label: string;
  readonly make: (element: A, index: number) => Elements<B>;
  readonly cycle: number;
  readonly block: number;
}

class InterleavePass<A, B> implements Pass<B> {
  readonly #turns: Turns<A, B>;
  readonly #start: Start;
  readonly #epoch: number;
  readonly #tape: Tape<A>;
  readonly #closings = new Closings();
  readonly #slots: (Inner<B> | undefined)[];
  /** By slot. */
  #waiting: readonly (Waiting<A> | undefined)[] = [];
  #unread: readonly State[] = [];
  #slot = 0;
  #given = 0;
  #ended = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> => this.#once();
  readonly #inner = (step: Step<B>): Step<B> | Again => this.#gave(step);
  readonly #outer = (step: Step<A>): Again => this.#took(step);

  constructor(upstream: Source<A>, start: Start, turns: Turns<A, B>) {
    const { label, cycle } = turns;
    this.#turns = turns;
    this.#start = start;
    this.#slots = new Array<undefined>(cycle).fill(undefined);
    let [epoch, above] = [start.epoch ?? 0, start];
    if (start.state !== undefined) {
      const place = placeIn(label, start.state, ["epoch", "given", "slot", "slots", "tape"]);
      epoch = countIn(label, place, "epoch");
      this.#given = countIn(label, place, "given");
      this.#slot = countIn(label, place, "slot");
      this.#unread = listIn(label, place, "slots", cycle);
      above = startAt(start, { state: place["tape"] });
    }
    this.#epoch = epoch;
    const held = (): number[] =>
      this.#places().flatMap((place) => (place === undefined ? [] : [place.position]));
    this.#tape = new Tape(label, upstream, above, { every: 1, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return until(this.#turn);
  }

  #once(): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#closing !== undefined) return END;
    if (this.#tape.unread) return later(this.#tape.recall(), this.#recalled);
    const inner = this.#slots[this.#slot] ?? this.#reopened();
    if (inner !== undefined) return later(inner.pass.next(), this.#inner);
    if (!this.#ended) return later(this.#tape.next(), this.#outer);
    if (this.#places().every((place) => place === undefined)) return END;
    return this.#advance();
  }

  #gave(step: Step<B>): Step<B> | Again {
    if (this.#closing !== undefined) return END;
    const inner = this.#slots[this.#slot];
    if (step.done === true && inner !== undefined) {
      this.#slots[this.#slot] = undefined;
      this.#closings.done(inner.pass);
      return this.#advance();
    }
    if (++this.#given === this.#turns.block) this.#advance();
    return step;
  }

  #advance(): Again {
    this.#given = 0;
    this.#slot = (this.#slot + 1) % this.#turns.cycle;
    return AGAIN;
  }

  #took(step: Step<A>): Again {
    if (this.#closing !== undefined) return AGAIN; // nothing opens any more
    if (step.done === true) this.#ended = true;
    else this.#slots[this.#slot] = this.#open(step.value, this.#tape.pulled - 1, undefined);
    return AGAIN;
  }

  #open(element: A, position: number, state: State | undefined): Inner<B> {
    try {
      const source = asSource(this.#turns.make(element, position));
      const place = state === undefined ? { epoch: this.#epoch } : { state };
      return { position, pass: openParent(source, startAt(this.#start, place)) };
    } catch (error) {
      throw new StageError(this.#turns.label, position, error);
    }
  }

  readonly #recalled = (recalled: Recalled<A>): Again => {
    const elements = recalled.values();
    this.#waiting = this.#unread.map((place) => {
      const value = place === null ? undefined : elements.next().value;
      return value && { position: value[0], get: value[1], place };
    });
    return AGAIN;
  };

  /** What waits in this slot, opened; an error is thrown at its turn, and leaves the slot to the next element. */
  #reopened(): Inner<B> | undefined {
    const waiting = this.#waiting[this.#slot];
    if (waiting === undefined) return undefined;
    this.#waiting = this.#waiting.with(this.#slot, undefined);
    const inner = this.#open(waiting.get(), waiting.position, waiting.place);
    this.#slots[this.#slot] = inner;
    return inner;
  }

  /** What each slot has, open or not. */
  #places(): readonly (Inner<B> | Waiting<A> | undefined)[] {
    return this.#slots.map((inner, slot) => inner ?? this.#waiting[slot]);
  }

  state(): State {
    return {
      epoch: this.#epoch,
      given: this.#given,
      slot: this.#slot,
      slots: this.#tape.unread ? this.#unread : this.#places().map(stateOf),
      tape: this.#tape.state(),
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#closings.all([
      ...this.#slots.flatMap((inner) => inner?.pass ?? []),
      this.#tape,
    ]));
  }
}
