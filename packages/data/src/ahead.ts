import type { Pass, Source, Start, State, Step } from "./source.ts";
import { AGAIN, type Again, isPromise, later, until } from "./later.ts";
import { countIn, placeIn } from "./place.ts";
import { startAt } from "./recipe.ts";
import { END } from "./stage.ts";
import { StageError } from "./stageError.ts";
import { type Recalled, Tape } from "./tape.ts";
import type { Tuner } from "./tuner.ts";

/** What a pass does with its elements. */
export interface AheadWork<A, B> {
  /** What becomes of one element; `index` counts the elements of this pass. */
  readonly next: (element: A, index: number) => B | PromiseLike<B>;
  /** Called once when the pass closes, before the upstream closes. */
  readonly close: () => void | Promise<void>;
}

/** How a pass works ahead of its reader. */
export interface AheadOptions<A, B> {
  /** The stage and all above it, for errors. */
  readonly label: string;
  /** How many elements may be under way, or done and not yet asked for. */
  readonly limit: () => number;
  /** Whether elements come in the upstream's order, or as they are ready. */
  readonly ordered: boolean;
  /** The work of a pass of an epoch. */
  readonly work: (epoch: number) => AheadWork<A, B>;
  /** Is told what happens, to find a better limit. */
  readonly tuner?: Pick<Tuner, "starved" | "gave">;
}

interface Slot<B> {
  readonly position: number;
  outcome: { readonly value: B } | { readonly error: unknown } | undefined;
}

/**
 * A pass that works on several elements at once: what parallel `map` is made of.
 *
 * It starts work when it is asked for an element, and when an upstream that answers later answers. Elements under way
 * are positions on a {@link Tape}: a resume begins their work again.
 */
export class Ahead<A, B> implements Pass<B> {
  readonly #options: AheadOptions<A, B>;
  readonly #work: AheadWork<A, B>;
  readonly #next: AheadWork<A, B>["next"];
  readonly #tape: Tape<A>;
  readonly #epoch: number;
  #slots: Slot<B>[] = [];
  #pulling = false;
  /** Whether everything has answered at once so far. */
  #direct = true;
  #over = false;
  #wake: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Again | Promise<Again> => this.#once();

  constructor(source: Source<A>, start: Start, options: AheadOptions<A, B>) {
    this.#options = options;
    let above = start;
    let epoch = start.epoch ?? 0;
    if (start.state !== undefined) {
      const place = placeIn(options.label, start.state, ["epoch", "tape"]);
      epoch = countIn(options.label, place, "epoch");
      above = startAt(start, { state: place["tape"] });
    }
    this.#epoch = epoch;
    this.#work = options.work(epoch);
    this.#next = start.watch?.work(options.label, this.#work.next) ?? this.#work.next;
    this.#tape = new Tape(options.label, source, above, {
      every: 4,
      held: () => [
        ...this.#slots.map((slot) => slot.position),
        ...(this.#pulling ? [this.#tape.pulled - 1] : []),
      ],
    });
  }

  next(): Step<B> | Promise<Step<B>> {
    return until(this.#turn);
  }

  #once(): Step<B> | Again | Promise<Again> {
    if (this.#closing !== undefined) return END;
    if (this.#tape.unread) return later(this.#tape.recall(), this.#restart);
    if (this.#direct && this.#slots.length === 0 && !this.#pulling && !this.#over) return this.#through();
    this.#fill();
    const ready = this.#options.ordered ? 0 : this.#slots.findIndex((slot) => slot.outcome !== undefined);
    const slot = ready < 0 ? undefined : this.#slots.at(ready);
    if (slot?.outcome === undefined) {
      if (this.#over && this.#slots.length === 0) return END;
      if (this.#slots.length >= this.#options.limit()) this.#options.tuner?.starved();
      return new Promise(this.#waiting);
    }
    this.#slots.splice(ready, 1);
    if ("error" in slot.outcome) throw slot.outcome.error;
    this.#options.tuner?.gave(slot.outcome.value);
    return { done: false, value: slot.outcome.value };
  }

  /** While upstream and work answer at once, nothing can be under way: the element is given without a slot. */
  #through(): Step<B> | Again {
    const position = this.#tape.pulled;
    const step = this.#tape.through();
    if (step instanceof Promise) {
      this.#arriving(step, position);
      return AGAIN;
    }
    if (step.done === true) {
      this.#over = true;
      return END;
    }
    let made: B | PromiseLike<B>;
    try {
      made = this.#next(step.value, position);
    } catch (error) {
      throw new StageError(this.#options.label, position, error);
    }
    if (!isPromise(made)) return { done: false, value: made };
    this.#await(made, position);
    return AGAIN;
  }

  readonly #waiting = (resolve: (again: Again) => void): void => {
    this.#wake = () => resolve(AGAIN);
  };

  readonly #restart = (recalled: Recalled<A>): Again => {
    for (const [position, get] of recalled)
      try {
        this.#begin(get(), position);
      } catch (error) {
        this.#slots.push({ position, outcome: { error } });
      }
    return AGAIN;
  };

  #fill(): void {
    const limit = Math.max(1, this.#options.limit());
    while (!this.#over && !this.#pulling && this.#slots.length < limit) this.#pull();
  }

  #pull(): void {
    const position = this.#tape.pulled;
    const failed = (error: unknown): unknown => this.#slots.push({ position, outcome: { error } });
    let step: Step<A> | Promise<Step<A>>;
    try {
      step = this.#tape.next();
    } catch (error) {
      failed(error);
      return;
    }
    if (step instanceof Promise) this.#arriving(step, position);
    else this.#pulled(step, position);
  }

  /** Waits for an element of the upstream, then goes on by itself. */
  #arriving(step: Promise<Step<A>>, position: number): void {
    this.#direct = false;
    this.#pulling = true;
    const arrived = (then: () => unknown): void => {
      this.#pulling = false;
      then();
      if (this.#closing === undefined) this.#fill();
      this.#wake?.();
    };
    step.then(
      (got) => arrived(() => this.#pulled(got, position)),
      (error: unknown) => arrived(() => this.#slots.push({ position, outcome: { error } })),
    );
  }

  #pulled(step: Step<A>, position: number): void {
    if (step.done === true) this.#over = true;
    else this.#begin(step.value, position);
  }

  #begin(element: A, position: number): void {
    let outcome: Slot<B>["outcome"];
    try {
      const made = this.#next(element, position);
      if (isPromise(made)) {
        this.#await(made, position);
        return;
      }
      outcome = { value: made };
    } catch (error) {
      outcome = { error: new StageError(this.#options.label, position, error) };
    }
    this.#slots.push({ position, outcome });
  }

  #await(made: PromiseLike<B>, position: number): void {
    this.#direct = false;
    const slot: Slot<B> = { position, outcome: undefined };
    this.#slots.push(slot);
    const settled = (outcome: Slot<B>["outcome"]): void => {
      slot.outcome = outcome;
      this.#wake?.();
    };
    made.then(
      (value) => settled({ value }),
      (error: unknown) => settled({ error: new StageError(this.#options.label, position, error) }),
    );
  }

  state(): State {
    return { epoch: this.#epoch, tape: this.#tape.state() };
  }

  close(): Promise<void> {
    this.#closing ??= Promise.resolve(this.#work.close()).then(() => this.#tape.close());
    this.#slots = [];
    this.#wake?.();
    return this.#closing;
  }
}
