import { PendingCloses } from "../../pass/pendingCloses.ts";
import { SKIP, type Skip, chain } from "../../pass/maybeAsync.ts";
import { readCount, readList, type StateFields } from "../../pass/stateFields.ts";
import { startAt } from "../../pass/recipe.ts";
import type { Source, Step } from "../../source.ts";
import { type Replayed, ReplayLog } from "../../pass/replayLog.ts";
import {
  type AwaitedSlot,
  type OpenSlot,
  readSlotState,
  type SlotState,
  slotState,
  failedSlot,
  pendingSlots,
  type PendingSlot,
} from "./slot.ts";
import type { CycleStart, InterleaveSettings } from "./interleaveSettings.ts";
import { SourceOpener } from "./sourceOpener.ts";

/**
 * The slots of an interleave: its open inner sources, and whose turn it is.
 *
 * At its turn, an empty slot takes the upstream's next element. With prefetch, slots are filled before their turn with
 * the same elements: in the order of their turns, and after an error only when it was reported at its turn.
 */
export class CycleSlots<A, B> {
  readonly #turns: InterleaveSettings<A, B>;
  readonly #opening: SourceOpener<A, B>;
  readonly #tape: ReplayLog<A>;
  readonly #closings = new PendingCloses();
  readonly #open: (OpenSlot<B> | undefined)[];
  /** The contents of slots without an open source. */
  readonly #waiting: (PendingSlot<A> | AwaitedSlot | undefined)[];
  /** The slots of the state that is resumed, and the positions of their elements, until these are replayed. */
  readonly #unread: { readonly places: readonly (SlotState | null)[]; readonly held: readonly number[] };
  #here = 0;
  #ended = false;
  /** Whether a requested element has not arrived, or an error has not been reported. */
  #blocked = false;
  #closing: Promise<void> | undefined;

  constructor(upstream: Source<A>, turns: InterleaveSettings<A, B>, { place, ...opening }: CycleStart) {
    const { label, start } = opening;
    const { cycle } = turns;
    this.#turns = turns;
    this.#opening = new SourceOpener({ ...turns, ...opening });
    this.#open = new Array<undefined>(cycle).fill(undefined);
    this.#waiting = new Array<undefined>(cycle).fill(undefined);
    if (place !== undefined) this.#here = readCount(label, place, "slot", cycle - 1);
    const held = (): number[] => this.#open.flatMap((_, i) => this.#at(i)?.position ?? []);
    const above = place === undefined ? start : startAt(start, { state: place["tape"] });
    this.#tape = new ReplayLog(label, upstream, above, { checkpointEvery: 1, held });
    this.#unread = {
      places:
        place === undefined
          ? []
          : readList(label, place, "slots", cycle).map((current) => readSlotState(label, current)),
      held: this.#tape.heldInState,
    };
  }

  #at(slot: number): OpenSlot<B> | PendingSlot<A> | AwaitedSlot | undefined {
    return this.#open[slot] ?? this.#waiting[slot];
  }

  /** The open source whose turn it is. */
  get current(): OpenSlot<B> | undefined {
    return this.#open[this.#here];
  }

  /**
   * Opens the source whose turn it is; `false` if the slot stays empty.
   *
   * @throws The error of the element or of its source; the slot is then free for the next element.
   */
  openCurrent(): Skip | Promise<Skip> | false {
    if (this.#tape.needsReplay) return chain(this.#tape.replay(), this.#recalled);
    this.#fill();
    if (this.current !== undefined) return SKIP;
    const waiting = this.#waiting[this.#here];
    if (waiting === undefined) return false;
    return "arrived" in waiting ? waiting.arrived : this.#enter(waiting);
  }

  /** Passes the turn to the next slot. */
  advance(): void {
    this.#here = this.#here + 1 === this.#turns.cycle ? 0 : this.#here + 1;
    if (this.#turns.ahead > 0) this.#fill();
  }

  /** Passes the turn to the next slot that is not empty; `false` if all are empty. */
  seek(): boolean {
    for (let turn = 1; turn <= this.#turns.cycle; turn++) {
      this.advance();
      if (this.#at(this.#here) !== undefined) return true;
    }
    return false;
  }

  /** Closes the source whose turn it is, and empties its slot. */
  closeCurrent(): void {
    const current = this.#open[this.#here];
    this.#open[this.#here] = undefined;
    if (current !== undefined) this.#closings.close(current.pass);
  }

  #enter({ get, position, place }: PendingSlot<A>): Skip {
    this.#waiting[this.#here] = undefined;
    if (place.length === 0) this.#blocked = false; // it is an error
    this.#open[this.#here] = this.#opening.open(get(), position, place);
    return SKIP;
  }

  /** Fills the slot whose turn it is and, with prefetch, the other empty ones. */
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
      const step = this.#tape.pull();
      if (!(step instanceof Promise)) {
        this.#took(slot, position, step);
        return;
      }
      this.#blocked = true;
      const arrived: Promise<Skip> = step.then(
        (got) => this.#arrived(slot, () => this.#took(slot, position, got)),
        (error: unknown) => this.#arrived(slot, () => this.#failed(slot, position, error)),
      );
      this.#waiting[slot] = { position, arrived };
    } catch (error) {
      this.#failed(slot, position, error);
    }
  }

  #arrived(slot: number, go: () => void): Skip {
    if (this.#closing !== undefined) return SKIP; // opens nothing more
    this.#waiting[slot] = undefined;
    this.#blocked = false;
    go();
    if (this.#turns.ahead > 0) this.#fill();
    return SKIP;
  }

  #took(slot: number, position: number, step: Step<A>): void {
    if (step.done === true) {
      this.#ended = true;
      this.#tape.uncountEnd();
    } else
      try {
        this.#open[slot] = this.#opening.open(step.value, position, []);
      } catch (error) {
        this.#failed(slot, position, error);
      }
  }

  /** Keeps an error until its slot's turn. */
  #failed(slot: number, position: number, error: unknown): void {
    this.#blocked = true;
    this.#waiting[slot] = failedSlot(position, error);
  }

  readonly #recalled = (recalled: Replayed<A>): Skip => {
    const { places, held } = this.#unread;
    for (const [slot, pending] of pendingSlots(places, held, recalled)) {
      this.#waiting[slot] = pending;
      // A source that was not open was the last element pulled: it may be an error, which comes first.
      if (pending.place.length === 0) this.#blocked = true;
    }
    return SKIP;
  };

  state(): StateFields {
    return {
      slot: this.#here,
      slots: this.#tape.needsReplay ? this.#unread.places : this.#open.map((_, i) => slotState(this.#at(i))),
      tape: this.#tape.state(),
    };
  }

  close(): Promise<void> {
    const open = this.#open.flatMap((current) => current?.pass ?? []);
    return (this.#closing ??= this.#closings.closeAll([...open, this.#tape]));
  }
}
