import { countIn, type Place, placeIn } from "./place.ts";
import type { State } from "../source.ts";

/** How much a pass has told, counted from the beginning: answers (elements and errors), and the errors among them. */
export interface Told {
  readonly at: number;
  readonly errors: number;
}

/** At the beginning. */
export const NOTHING: Told = { at: 0, errors: 0 };

/** How much was told, of a state that says no more; nothing where there is none. */
export function toldIn(label: string, state: State | undefined): Told {
  return state === undefined ? NOTHING : toldOf(label, placeIn(label, state, ["at", "errors"]));
}

/** The same of the fields of a state that says more. */
export function toldOf(label: string, place: Place): Told {
  return { at: countIn(label, place, "at"), errors: countIn(label, place, "errors") };
}

/**
 * What a stage has told of an upstream that a resume reads again from its beginning.
 *
 * What was told before the resume is not told again, errors no more than elements. It is counted by answers, so that
 * what comes behind them stays where it was, also where an element and an error have changed places meanwhile; an error
 * beyond those that were told is a new one, and is told.
 */
export class Telling {
  #before: Told;
  #here = 0;
  #known = 0;
  #at: number;
  #errors: number;

  constructor(before: Told) {
    this.#before = before;
    this.#at = before.at;
    this.#errors = before.errors;
  }

  /** Whether the last answer was told before the resume. */
  get again(): boolean {
    return this.#here <= this.#before.at;
  }

  /** Which answer comes next, counted from the beginning. */
  get here(): number {
    return this.#here;
  }

  /** Goes back, or on, to where `here` answers were: those that were told since come again. */
  stand(here: number): void {
    this.#before = this.told;
    this.#here = here;
    this.#known = 0;
  }

  /** Counts from the beginning, and nothing was told. */
  restart(): void {
    this.#before = NOTHING;
    this.#here = this.#known = this.#at = this.#errors = 0;
  }

  /** One more answer of the upstream came. */
  came(): void {
    this.#here += 1;
    if (this.#here > this.#at) this.#at = this.#here;
  }

  /** An error came, of the upstream or of what was made of its answer: whether it was told before the resume. */
  failed(): boolean {
    if (this.again && this.#known < this.#before.errors) {
      this.#known += 1;
      return true;
    }
    this.#errors += 1;
    return false;
  }

  /** What is written down. */
  get told(): { at: number; errors: number } {
    return { at: this.#at, errors: this.#errors };
  }
}
