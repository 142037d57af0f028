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
 * The slots of an interleave: its inner sources and their turns.
 *
 * At its turn, an empty slot takes the upstream's next element. With prefetch, slots are filled before their turn with
 * the same elements: in the order of their turns, and after an error only when it was reported at its turn.
 */
export class CycleSlots<A, B> {
  readonly #settings: InterleaveSettings<A, B>;
  readonly #opener: SourceOpener<A, B>;
  readonly #log: ReplayLog<A>;
  readonly #closings = new PendingCloses();
  readonly #open: (OpenSlot<B> | undefined)[];
  /** The contents of slots without an open source. */
  readonly #pending: (PendingSlot<A> | AwaitedSlot | undefined)[];
  /** The slots of the state that is resumed, and the positions of their elements, until these are replayed. */
  readonly #unreplayed: { readonly places: readonly (SlotState | null)[]; readonly held: readonly number[] };
  #index = 0;
  #ended = false;
  /** Whether a requested element has not arrived, or an error has not been reported. */
  #blocked = false;
  #closing: Promise<void> | undefined;

  constructor(upstream: Source<A>, settings: InterleaveSettings<A, B>, { place, ...opening }: CycleStart) {
    const { label, start } = opening;
    const { cycle } = settings;
    this.#settings = settings;
    this.#opener = new SourceOpener({ ...settings, ...opening });
    this.#open = new Array<undefined>(cycle).fill(undefined);
    this.#pending = new Array<undefined>(cycle).fill(undefined);
    if (place !== undefined) this.#index = readCount(label, place, "slot", cycle - 1);
    const held = (): number[] => this.#open.flatMap((_, i) => this.#contentsOf(i)?.position ?? []);
    const above = place === undefined ? start : startAt(start, { state: place["tape"] });
    this.#log = new ReplayLog(label, upstream, above, { checkpointEvery: 1, held });
    this.#unreplayed = {
      places:
        place === undefined
          ? []
          : readList(label, place, "slots", cycle).map((current) => readSlotState(label, current)),
      held: this.#log.heldInState,
    };
  }

  #contentsOf(slot: number): OpenSlot<B> | PendingSlot<A> | AwaitedSlot | undefined {
    return this.#open[slot] ?? this.#pending[slot];
  }

  /** The open source whose turn it is. */
  get current(): OpenSlot<B> | undefined {
    return this.#open[this.#index];
  }

  /**
   * Opens the current source. Returns `false` if the slot stays empty.
   *
   * @throws The error of the element or of its source; the slot is then free for the next element.
   */
  openCurrent(): Skip | Promise<Skip> | false {
    if (this.#log.needsReplay) return chain(this.#log.replay(), this.#onReplayed);
    this.#fill();
    if (this.current !== undefined) return SKIP;
    const pending = this.#pending[this.#index];
    if (pending === undefined) return false;
    return "arrived" in pending ? pending.arrived : this.#openPending(pending);
  }

  /** Passes the turn to the next slot. */
  advance(): void {
    this.#index = this.#index + 1 === this.#settings.cycle ? 0 : this.#index + 1;
    if (this.#settings.ahead > 0) this.#fill();
  }

  /** Passes the turn to the next occupied slot; `false` if all are empty. */
  seek(): boolean {
    for (let turn = 1; turn <= this.#settings.cycle; turn++) {
      this.advance();
      if (this.#contentsOf(this.#index) !== undefined) return true;
    }
    return false;
  }

  /** Closes the source whose turn it is, and empties its slot. */
  closeCurrent(): void {
    if (this.current !== undefined) this.#closings.close(this.current.pass);
    this.#open[this.#index] = undefined;
  }

  #openPending({ get, position, place }: PendingSlot<A>): Skip {
    this.#pending[this.#index] = undefined;
    if (place.length === 0) this.#blocked = false; // it is an error
    this.#open[this.#index] = this.#opener.open(get(), position, place);
    return SKIP;
  }

  /** Fills the current slot and, with prefetch, the other empty ones. */
  #fill(): void {
    while (!this.#ended && !this.#blocked && this.#closing === undefined) {
      const empty = this.#nextEmpty();
      if (empty === undefined) return;
      this.#pull(empty);
    }
  }

  #nextEmpty(): number | undefined {
    const { ahead, cycle } = this.#settings;
    for (let turn = 0; turn < (ahead === 0 ? 1 : cycle); turn++) {
      const slot = (this.#index + turn) % cycle;
      if (this.#contentsOf(slot) === undefined) return slot;
    }
  }

  #pull(slot: number): void {
    const position = this.#log.pulled;
    try {
      const step = this.#log.pull();
      if (!(step instanceof Promise)) {
        this.#receive(slot, position, step);
        return;
      }
      this.#blocked = true;
      const arrived: Promise<Skip> = step.then(
        (next) => this.#onArrival(slot, () => this.#receive(slot, position, next)),
        (error: unknown) => this.#onArrival(slot, () => this.#holdError(slot, position, error)),
      );
      this.#pending[slot] = { position, arrived };
    } catch (error) {
      this.#holdError(slot, position, error);
    }
  }

  #onArrival(slot: number, go: () => void): Skip {
    if (this.#closing !== undefined) return SKIP; // opens nothing more
    this.#pending[slot] = undefined;
    this.#blocked = false;
    go();
    if (this.#settings.ahead > 0) this.#fill();
    return SKIP;
  }

  #receive(slot: number, position: number, step: Step<A>): void {
    if (step.done === true) {
      this.#ended = true;
      this.#log.uncountEnd();
    } else
      try {
        this.#open[slot] = this.#opener.open(step.value, position, []);
      } catch (error) {
        this.#holdError(slot, position, error);
      }
  }

  /** Keeps an error until its slot's turn. */
  #holdError(slot: number, position: number, error: unknown): void {
    this.#blocked = true;
    this.#pending[slot] = failedSlot(position, error);
  }

  readonly #onReplayed = (replayed: Replayed<A>): Skip => {
    const { places, held } = this.#unreplayed;
    for (const [slot, pending] of pendingSlots(places, held, replayed)) {
      this.#pending[slot] = pending;
      // A source that was not open was the last element pulled: it may be an error, which comes first.
      if (pending.place.length === 0) this.#blocked = true;
    }
    return SKIP;
  };

  state(): StateFields {
    return {
      slot: this.#index,
      slots: this.#log.needsReplay
        ? this.#unreplayed.places
        : this.#open.map((_, i) => slotState(this.#contentsOf(i))),
      tape: this.#log.state(),
    };
  }

  close(): Promise<void> {
    const open = this.#open.flatMap((current) => current?.pass ?? []);
    return (this.#closing ??= this.#closings.closeAll([...open, this.#log]));
  }
}
