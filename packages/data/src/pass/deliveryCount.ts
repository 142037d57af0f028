import { readCount, type StateFields, readState } from "./stateFields.ts";
import type { State } from "../source.ts";

/** How much a pass has delivered: steps (elements and errors), and errors. */
export interface Delivered {
  readonly at: number;
  readonly errors: number;
}

/** The count at the start. */
export const NONE_DELIVERED: Delivered = { at: 0, errors: 0 };

/** Reads the count from a state; zero without one. */
export function readDelivered(label: string, state: State | undefined): Delivered {
  return state === undefined
    ? NONE_DELIVERED
    : readDeliveredFields(label, readState(label, state, ["at", "errors"]));
}

/** Reads the count from the fields of a larger state. */
export function readDeliveredFields(label: string, place: StateFields): Delivered {
  return { at: readCount(label, place, "at"), errors: readCount(label, place, "errors") };
}

/**
 * Counts deliveries, for stages that resume by reading from the start.
 *
 * Elements and errors that were delivered before the resume are not delivered again. Both count as steps, so that
 * later elements keep their positions even if an element and an error have swapped places. An error beyond the number
 * of delivered errors is new, and is delivered.
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

  /** Whether the last step was delivered before the resume. */
  get isRepeat(): boolean {
    return this.#here <= this.#before.at;
  }

  /** The number of steps since the start: the position of the next one. */
  get position(): number {
    return this.#here;
  }

  /** Moves to a position. Steps that were delivered after it are repeated. */
  seek(position: number): void {
    this.#before = this.delivered;
    this.#here = position;
    this.#known = 0;
  }

  /** Starts at zero, with nothing delivered. */
  reset(): void {
    this.#before = NONE_DELIVERED;
    this.#here = this.#known = this.#at = this.#errors = 0;
  }

  /** Counts a step of the upstream. */
  countStep(): void {
    this.#here += 1;
    if (this.#here > this.#at) this.#at = this.#here;
  }

  /** Counts an error, and returns whether it was delivered before the resume. */
  countError(): boolean {
    if (this.isRepeat && this.#known < this.#before.errors) {
      this.#known += 1;
      return true;
    }
    this.#errors += 1;
    return false;
  }

  /** The count, as a state stores it. */
  get delivered(): { at: number; errors: number } {
    return { at: this.#at, errors: this.#errors };
  }
}
