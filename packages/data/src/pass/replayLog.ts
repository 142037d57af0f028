import type { Pass, Source, Start, State, Step } from "../source.ts";
import { readCount, readCounts, readState } from "./stateFields.ts";
import { openParent, startAt } from "./recipe.ts";

/** How a tape is kept. */
export interface ReplayLogOptions {
  /** After how many elements the upstream's place is noted, at least. */
  readonly checkpointEvery: number;
  /** The positions that the stage still holds, in the order in which it wants them back. */
  readonly held: () => readonly number[];
}

/** Held elements, each with its position and how to get at it: what could not be read again throws. */
export type Replayed<A> = readonly (readonly [position: number, get: () => A])[];

/** After how many elements the place is noted where none is held. */
const SELDOM = 64;

/** How many notes are kept: where one old element is held on to, they come to lie further apart. */
const MOST = 64;

interface Checkpoint {
  readonly at: number;
  readonly state: State;
}

/**
 * An upstream some of whose elements are held back for later: in a shuffle's buffer, in flight, in a half-filled group.
 *
 * Held elements are written down as positions, never as elements. The state is a place of the upstream before the
 * oldest held element (`from`, `upstream`), how far the upstream was read (`pulled`), and the positions (`held`);
 * a resume reads again from there and keeps those. Beside what lies between the oldest held element and the last, it
 * reads `every` elements in vain, or a thirty-second of that distance where this is more.
 */
export class ReplayLog<A> {
  /** How many elements were pulled; the last one's position is one less. */
  pulled = 0;
  readonly #upstream: Pass<A>;
  readonly #options: ReplayLogOptions;
  #marks: Checkpoint[] = [];
  #closing: Promise<void> | undefined;
  /** What was held when this was closed: the stage may let go of it. */
  #left: readonly number[] | undefined;
  #unread: { readonly state: State; readonly from: number; readonly held: readonly number[] } | undefined;

  constructor(label: string, source: Source<A>, start: Start, options: ReplayLogOptions) {
    this.#options = options;
    if (start.state === undefined) {
      this.#upstream = openParent(source, start);
      return;
    }
    const place = readState(label, start.state, ["from", "held", "pulled", "upstream"]);
    this.pulled = readCount(label, place, "pulled");
    this.#unread = {
      state: start.state,
      from: readCount(label, place, "from"),
      held: readCounts(label, place, "held"),
    };
    this.#upstream = openParent(source, startAt(start, { state: place["upstream"] }));
  }

  /** Whether elements wait to be read again: `recall` must come before `next`. */
  get needsReplay(): boolean {
    return this.#unread !== undefined;
  }

  /** The positions of the elements that wait to be read again. */
  get heldInState(): readonly number[] {
    return this.#unread?.held ?? [];
  }

  /** The next element. */
  pull(): Step<A> | Promise<Step<A>> {
    return this.#pull(this.#options.checkpointEvery);
  }

  /** The next element, for a stage that mostly gives it on at once: the upstream's place is noted seldom. */
  pullUnheld(): Step<A> | Promise<Step<A>> {
    return this.#pull(SELDOM);
  }

  /** The first place is noted too, wherever a resume begins: nothing that is held comes from before it. */
  #pull(every: number): Step<A> | Promise<Step<A>> {
    if (this.#marks.length === 0 || this.pulled % every === 0) this.#mark();
    this.pulled += 1;
    return this.#upstream.next();
  }

  /** What was pulled last was the end: it is no element. An end that a closed upstream tells is none. */
  uncountEnd(): void {
    if (this.#closing === undefined) this.pulled -= 1;
  }

  /** Reads the held elements again after a resume: each with its position, in the order of the state. */
  replay(): Replayed<A> | Promise<Replayed<A>> {
    const needsReplay = this.#unread;
    if (needsReplay === undefined) return [];
    const { from, held } = needsReplay;
    const found = new Map<number, () => A>();
    const target = this.pulled;
    this.pulled = from;
    let ended = false;
    const keep = (step: Step<A>): undefined => {
      const { value } = step;
      ended = step.done === true;
      if (ended) this.uncountEnd();
      else found.set(this.pulled - 1, () => value as A); // it is not the end: a value
    };
    const failed = (error: unknown): undefined => {
      found.set(this.pulled - 1, () => {
        throw error;
      });
    };
    const read = (): Replayed<A> | Promise<Replayed<A>> => {
      while (!ended && this.pulled < target && this.#closing === undefined) {
        try {
          const step = this.pull();
          if (step instanceof Promise) return step.then(keep, failed).then(read);
          keep(step);
        } catch (error) {
          failed(error);
        }
      }
      if (this.#closing !== undefined) return []; // closed meanwhile: as unread as before
      this.#unread = undefined;
      return held.flatMap((position) => {
        const get = found.get(position);
        return get === undefined ? [] : [[position, get] as const];
      });
    };
    return read();
  }

  /** Notes the upstream's place; drops the notes that nothing held comes from behind, and every second where they are many. */
  #mark(): void {
    const oldest = this.#oldest(this.#unread?.held ?? this.#options.held());
    const first = this.#marks.findLastIndex((mark) => mark.at <= oldest);
    if (first > 0) this.#marks.splice(0, first);
    if (this.#marks.length >= MOST) this.#marks = this.#marks.filter((_, i) => i % 2 === 0);
    this.#marks.push({ at: this.pulled, state: this.#upstream.state() });
  }

  /** The first position that is held; the next one's where none is. */
  #oldest(held: readonly number[]): number {
    return held.reduce((a, b) => Math.min(a, b), this.pulled);
  }

  state(): State {
    if (this.#unread !== undefined) return this.#unread.state;
    const held = this.#left ?? this.#options.held();
    const oldest = this.#oldest(held);
    const mark =
      oldest === this.pulled ? undefined : this.#marks.findLast((candidate) => candidate.at <= oldest);
    return {
      from: mark?.at ?? this.pulled,
      held,
      pulled: this.pulled,
      upstream: mark?.state ?? this.#upstream.state(),
    };
  }

  close(): Promise<void> {
    this.#left ??= this.#options.held();
    return (this.#closing ??= this.#upstream.close());
  }
}
