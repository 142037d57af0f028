import { Closings } from "../../pass/closings.ts";
import { AGAIN, type Again, later } from "../../pass/later.ts";
import { countIn, listIn, type Place } from "../../pass/place.ts";
import { startAt } from "../../pass/recipe.ts";
import type { Source, Step } from "../../source.ts";
import { type Recalled, Tape } from "../../pass/tape.ts";
import { type Coming, type Inner, innerPlace, type InnerPlace, placeOf, type Waiting } from "./inner.ts";
import { Opening, type OpeningOptions } from "./opening.ts";

/** How turns are taken. */
export interface Turns<A, B> extends Pick<OpeningOptions<A, B>, "make" | "ahead"> {
  /** How many inner sources are open at a time. */
  readonly cycle: number;
  /** How many elements in a row come from one of them. */
  readonly block: number;
}

/** Where a cycle begins. */
export interface CycleStart extends Pick<
  OpeningOptions<never, never>,
  "label" | "epoch" | "start" | "depth" | "loops"
> {
  /** The fields of a state. */
  readonly place: Place | undefined;
}

/** The fields of a cycle's state. */
export const CYCLE_FIELDS = ["slot", "slots", "tape"] as const;

/**
 * The places of an interleave: the inner sources that are open, one of whose turn it is.
 *
 * An empty place takes the upstream's next element at its turn. Filled ahead, places take the same elements as they
 * would then: they are filled in the order of their turns, and behind an error not before it was told at its turn.
 */
export class Cycle<A, B> {
  readonly #turns: Turns<A, B>;
  readonly #opening: Opening<A, B>;
  readonly #tape: Tape<A>;
  readonly #closings = new Closings();
  readonly #open: (Inner<B> | undefined)[];
  /** What lies in places where nothing is open. */
  readonly #waiting: (Waiting<A> | Coming | undefined)[];
  /** The places of a state, and the positions in those that are not empty, until they were read again. */
  readonly #unread: { readonly places: readonly (InnerPlace | null)[]; readonly held: readonly number[] };
  #here = 0;
  #ended = false;
  /** Whether an element that was asked for has not come, or an error was not told. */
  #blocked = false;
  #closing: Promise<void> | undefined;

  constructor(upstream: Source<A>, turns: Turns<A, B>, { place, ...opening }: CycleStart) {
    const { label, start } = opening;
    const { cycle } = turns;
    this.#turns = turns;
    this.#opening = new Opening({ ...turns, ...opening });
    this.#open = new Array<undefined>(cycle).fill(undefined);
    this.#waiting = new Array<undefined>(cycle).fill(undefined);
    if (place !== undefined) this.#here = countIn(label, place, "slot", cycle - 1);
    const held = (): number[] => this.#open.flatMap((_, i) => this.#at(i)?.position ?? []);
    const above = place === undefined ? start : startAt(start, { state: place["tape"] });
    this.#tape = new Tape(label, upstream, above, { every: 1, held });
    this.#unread = {
      places:
        place === undefined
          ? []
          : listIn(label, place, "slots", cycle).map((inner) => innerPlace(label, inner)),
      held: this.#tape.waiting,
    };
  }

  #at(slot: number): Inner<B> | Waiting<A> | Coming | undefined {
    return this.#open[slot] ?? this.#waiting[slot];
  }

  /** The source whose turn it is, where one is open. */
  get inner(): Inner<B> | undefined {
    return this.#open[this.#here];
  }

  /**
   * Opens a source whose turn it is, now or later; `false` where the place stays empty.
   *
   * @throws What was met in taking it in: then the place is left to the next element.
   */
  take(): Again | Promise<Again> | false {
    if (this.#tape.unread) return later(this.#tape.recall(), this.#recalled);
    this.#fill();
    if (this.inner !== undefined) return AGAIN;
    const waiting = this.#waiting[this.#here];
    if (waiting === undefined) return false;
    return "arrived" in waiting ? waiting.arrived : this.#enter(waiting);
  }

  /** It is the next place's turn. */
  advance(): void {
    this.#here = this.#here + 1 === this.#turns.cycle ? 0 : this.#here + 1;
    if (this.#turns.ahead > 0) this.#fill();
  }

  /** It is the turn of the next place that is not empty; `false` where all are. */
  seek(): boolean {
    for (let turn = 1; turn <= this.#turns.cycle; turn++) {
      this.advance();
      if (this.#at(this.#here) !== undefined) return true;
    }
    return false;
  }

  /** The source whose turn it is has no more: its place is empty. */
  done(): void {
    const inner = this.#open[this.#here];
    this.#open[this.#here] = undefined;
    if (inner !== undefined) this.#closings.done(inner.pass);
  }

  #enter({ get, position, place }: Waiting<A>): Again {
    this.#waiting[this.#here] = undefined;
    if (place.length === 0) this.#blocked = false; // it is an error
    this.#open[this.#here] = this.#opening.open(get(), position, place);
    return AGAIN;
  }

  /** Takes elements in: for the place whose turn it is, and ahead for the other empty ones. */
  #fill(): void {
    while (!this.#ended && !this.#blocked && this.#closing === undefined) {
      const empty = this.#empty();
      if (empty === undefined) return;
      this.#pull(empty);
    }
  }

  #empty(): number | undefined {
    const { ahead, cycle } = this.#turns;
    for (let turn = 0; turn < (ahead === 0 ? 1 : cycle); turn++) {
      const slot = (this.#here + turn) % cycle;
      if (this.#at(slot) === undefined) return slot;
    }
    return undefined;
  }

  #pull(slot: number): void {
    const position = this.#tape.pulled;
    try {
      const step = this.#tape.next();
      if (!(step instanceof Promise)) {
        this.#took(slot, position, step);
        return;
      }
      this.#blocked = true;
      const arrived: Promise<Again> = step.then(
        (got) => this.#arrived(slot, () => this.#took(slot, position, got)),
        (error: unknown) => this.#arrived(slot, () => this.#failed(slot, position, error)),
      );
      this.#waiting[slot] = { position, arrived };
    } catch (error) {
      this.#failed(slot, position, error);
    }
  }

  #arrived(slot: number, go: () => void): Again {
    if (this.#closing !== undefined) return AGAIN; // nothing opens any more
    this.#waiting[slot] = undefined;
    this.#blocked = false;
    go();
    if (this.#turns.ahead > 0) this.#fill();
    return AGAIN;
  }

  #took(slot: number, position: number, step: Step<A>): void {
    if (step.done === true) {
      this.#ended = true;
      this.#tape.end();
    } else
      try {
        this.#open[slot] = this.#opening.open(step.value, position, []);
      } catch (error) {
        this.#failed(slot, position, error);
      }
  }

  /** What was thrown waits for its place's turn. */
  #failed(slot: number, position: number, error: unknown): void {
    const get = (): never => {
      throw error;
    };
    this.#blocked = true;
    this.#waiting[slot] = { position, get, place: [] };
  }

  readonly #recalled = (recalled: Recalled<A>): Again => {
    const { places, held } = this.#unread;
    const found = new Map(recalled);
    const positions = held.values();
    places.forEach((place, slot) => {
      if (place === null) return;
      const position = positions.next().value;
      const get = position === undefined ? undefined : found.get(position);
      if (position === undefined || get === undefined) return; // what had been asked for was the end
      this.#waiting[slot] = { position, get, place };
      // What had not been opened was the last element that was asked for: it may be an error, which is to be told first.
      if (place.length === 0) this.#blocked = true;
    });
    return AGAIN;
  };

  state(): Place {
    return {
      slot: this.#here,
      slots: this.#tape.unread ? this.#unread.places : this.#open.map((_, i) => placeOf(this.#at(i))),
      tape: this.#tape.state(),
    };
  }

  close(): Promise<void> {
    const open = this.#open.flatMap((inner) => inner?.pass ?? []);
    return (this.#closing ??= this.#closings.all([...open, this.#tape]));
  }
}
