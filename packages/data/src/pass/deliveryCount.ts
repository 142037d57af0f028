import { readCount, type StateFields, readState } from "./stateFields.ts";
import type { State } from "../source.ts";

/** How much a pass has told, counted from the beginning: answers (elements and errors), and the errors among them. */
export interface Delivered {
  readonly at: number;
  readonly errors: number;
}

/** At the beginning. */
export const NONE_DELIVERED: Delivered = { at: 0, errors: 0 };

/** How much was told, of a state that says no more; nothing where there is none. */
export function readDelivered(label: string, state: State | undefined): Delivered {
  return state === undefined
    ? NONE_DELIVERED
    : readDeliveredFields(label, readState(label, state, ["at", "errors"]));
}

/** The same of the fields of a state that says more. */
export function readDeliveredFields(label: string, place: StateFields): Delivered {
  return { at: readCount(label, place, "at"), errors: readCount(label, place, "errors") };
}

/**
 * What a stage has told of an upstream that a resume reads again from its beginning.
 *
 * What was told before the resume is not told again, errors no more than elements. It is counted by answers, so that
 * what comes behind them stays where it was, also where an element and an error have changed places meanwhile; an error
 * beyond those that were told is a new one, and is told.
 */
export class DeliveryCount {
  #before: Delivered;
  #here = 0;
  #known = 0;
  #at: number;
  #errors: number;

  constructor(before: Delivered) {
    this.#before = before;
    this.#at = before.at;
    this.#errors = before.errors;
  }

  /** Whether the last answer was told before the resume. */
  get isRepeat(): boolean {
    return this.#here <= this.#before.at;
  }

  /** Which answer comes next, counted from the beginning. */
  get position(): number {
    return this.#here;
  }

  /** Goes back, or on, to where `here` answers were: those that were told since come again. */
  seek(position: number): void {
    this.#before = this.delivered;
    this.#here = position;
    this.#known = 0;
  }

  /** Counts from the beginning, and nothing was told. */
  reset(): void {
    this.#before = NONE_DELIVERED;
    this.#here = this.#known = this.#at = this.#errors = 0;
  }

  /** One more answer of the upstream came. */
  countStep(): void {
    this.#here += 1;
    if (this.#here > this.#at) this.#at = this.#here;
  }

  /** An error came, of the upstream or of what was made of its answer: whether it was told before the resume. */
  countError(): boolean {
    if (this.isRepeat && this.#known < this.#before.errors) {
      this.#known += 1;
      return true;
    }
    this.#errors += 1;
    return false;
  }

  /** What is written down. */
  get delivered(): { at: number; errors: number } {
    return { at: this.#at, errors: this.#errors };
  }
}
