import { integer, shown } from "@tensorloom/core/internal";

/** One step of a plan: an operator's name, then its arguments in order. */
export type PlanStep = readonly [name: string, ...words: readonly unknown[]];

/** tf.data's number for a buffer that holds all elements. */
export const WHOLE_BUFFER = -2;

/** The arguments of a step, read one after another and checked by name. */
export class StepArguments {
  readonly #name: string;
  readonly #words: readonly unknown[];
  #next = 0;

  constructor([name, ...words]: PlanStep) {
    this.#name = name;
    this.#words = words;
  }

  number(name: string): number {
    return integer(`${this.#name}: ${name}`, this.#words.at(this.#next++) as number); // integer refuses other kinds
  }

  /** Whether a short end is dropped: absent, a truth value, 0 or 1, or the word. */
  drop(): boolean {
    const word = this.#words.at(this.#next++) ?? false;
    if (word === true || word === 1 || word === "drop") return true;
    if (word === false || word === 0) return false;
    throw new TypeError(`${this.#name}: drop must be true or false, got ${shown(word)}`);
  }

  one<C extends string>(...choices: readonly C[]): C {
    const word = this.#words.at(this.#next++);
    const choice = choices.find((known) => known === word);
    if (choice !== undefined) return choice;
    throw new RangeError(`${this.#name}: expected one of ${choices.join(", ")}, got ${shown(word)}`);
  }

  end(): void {
    const [most, got] = [this.#next, this.#words.length];
    if (got <= most) return;
    throw new RangeError(`${this.#name}: expected at most ${String(most)} arguments, got ${String(got)}`);
  }
}
