import type { Pass, Source, Start, State, Step } from "../source.ts";
import { readCount, readCounts, readState } from "./stateFields.ts";
import { openParent, startAt } from "./recipe.ts";

/** Options of {@link ReplayLog}. */
export interface ReplayLogOptions {
  /** How many elements are pulled between two checkpoints, at least. */
  readonly checkpointEvery: number;
  /** Returns the positions that the stage holds, in the order in which it needs them again. */
  readonly held: () => readonly number[];
}

/** Held elements after a replay: positions and getters. A getter throws if its element could not be read again. */
export type Replayed<A> = readonly (readonly [position: number, get: () => A])[];

/** How many elements are pulled between two checkpoints while none is held. */
const UNHELD_INTERVAL = 64;

/** How many checkpoints are kept. If one old element stays held, the distance between them grows. */
const MAX_CHECKPOINTS = 64;

interface Checkpoint {
  readonly at: number;
  readonly state: State;
}

/**
 * An upstream of which a stage holds elements, as a shuffle does.
 *
 * This is checkpointing with replay (rollback recovery): the state never contains elements. It has a checkpoint of the
 * upstream before the oldest held element (`from`, `upstream`), how many elements were pulled (`pulled`), and the
 * positions of the held ones (`held`). A resume opens the checkpoint, pulls again, and keeps the held elements. Apart
 * from the elements between the oldest held one and the last, it reads at most `checkpointEvery` further elements, or a
 * thirty-second of that distance if that is more.
 */
export class ReplayLog<A> {
  /** How many elements have been pulled. The position of the last one is one less. */
  pulled = 0;
  readonly #upstream: Pass<A>;
  readonly #options: ReplayLogOptions;
  #checkpoints: Checkpoint[] = [];
  #closing: Promise<void> | undefined;
  /** The held positions when this was closed: the stage may drop its elements then. */
  #heldAtClose: readonly number[] | undefined;
  #pending: { readonly state: State; readonly from: number; readonly held: readonly number[] } | undefined;

  constructor(label: string, source: Source<A>, start: Start, options: ReplayLogOptions) {
    this.#options = options;
    if (start.state === undefined) {
      this.#upstream = openParent(source, start);
      return;
    }
    const place = readState(label, start.state, ["from", "held", "pulled", "upstream"]);
    this.pulled = readCount(label, place, "pulled");
    this.#pending = {
      state: start.state,
      from: readCount(label, place, "from"),
      held: readCounts(label, place, "held"),
    };
    this.#upstream = openParent(source, startAt(start, { state: place["upstream"] }));
  }

  /** Whether held elements must be read again. Then `replay` must be called before `pull`. */
  get needsReplay(): boolean {
    return this.#pending !== undefined;
  }

  /** The positions of the elements that must be read again. */
  get heldInState(): readonly number[] {
    return this.#pending?.held ?? [];
  }

  /** Pulls the next element. */
  pull(): Step<A> | Promise<Step<A>> {
    return this.#pull(this.#options.checkpointEvery);
  }

  /** Pulls an element that the stage does not hold. Checkpoints are rare. */
  pullUnheld(): Step<A> | Promise<Step<A>> {
    return this.#pull(UNHELD_INTERVAL);
  }

  /** Pulls after a checkpoint, if one is due; always before the first element. */
  #pull(every: number): Step<A> | Promise<Step<A>> {
    if (this.#checkpoints.length === 0 || this.pulled % every === 0) this.#addCheckpoint();
    this.pulled += 1;
    return this.#upstream.next();
  }

  /** Takes back the count of the last pull, which was the end. The end of a closed upstream does not count either. */
  uncountEnd(): void {
    if (this.#closing === undefined) this.pulled -= 1;
  }

  /** Pulls the held elements again after a resume. Returns them with their positions, in the order of the state. */
  replay(): Replayed<A> | Promise<Replayed<A>> {
    const needsReplay = this.#pending;
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
      this.#pending = undefined;
      return held.flatMap((position) => {
        const get = found.get(position);
        return get === undefined ? [] : [[position, get] as const];
      });
    };
    return read();
  }

  /** Adds a checkpoint. Drops those that no held element needs, and every second one if there are many. */
  #addCheckpoint(): void {
    const oldest = this.#oldest(this.#pending?.held ?? this.#options.held());
    const first = this.#checkpoints.findLastIndex((checkpoint) => checkpoint.at <= oldest);
    if (first > 0) this.#checkpoints.splice(0, first);
    if (this.#checkpoints.length >= MAX_CHECKPOINTS)
      this.#checkpoints = this.#checkpoints.filter((_, i) => i % 2 === 0);
    this.#checkpoints.push({ at: this.pulled, state: this.#upstream.state() });
  }

  /** The first held position, or the next one if none is held. */
  #oldest(held: readonly number[]): number {
    return held.reduce((a, b) => Math.min(a, b), this.pulled);
  }

  state(): State {
    if (this.#pending !== undefined) return this.#pending.state;
    const held = this.#heldAtClose ?? this.#options.held();
    const oldest = this.#oldest(held);
    const checkpoint =
      oldest === this.pulled ? undefined : this.#checkpoints.findLast((candidate) => candidate.at <= oldest);
    return {
      from: checkpoint?.at ?? this.pulled,
      held,
      pulled: this.pulled,
      upstream: checkpoint?.state ?? this.#upstream.state(),
    };
  }

  close(): Promise<void> {
    this.#heldAtClose ??= this.#options.held();
    return (this.#closing ??= this.#upstream.close());
  }
}
