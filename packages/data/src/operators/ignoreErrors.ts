import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { SKIP, type Skip, drain } from "../pass/maybeAsync.ts";
import { readCount, readState } from "../pass/stateFields.ts";
import { openParent, recipe, startAt } from "../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";

/**
 * Options of {@link ignoreErrors}.
 *
 * @inline
 */
export interface IgnoreErrorsOptions {
  /** How many errors a pass may have before one is thrown; default: any number. */
  readonly max?: number | undefined;
}

/**
 * Skips elements for which an upstream stage threw, and reports each error.
 *
 * A stage that throws continues with its next element. A source that throws has ended, as a generator does.
 *
 * @param report - Receives the error, and the number of errors in this pass so far.
 * @see tf.data.Dataset.ignore_errors
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 *
 * const bad: string[] = [];
 * const numbers = fromArray(["1", "two", "3"])
 *   .map((text) => {
 *     if (Number.isNaN(Number(text))) throw new RangeError(`${text} is not a number`);
 *     return Number(text);
 *   })
 *   .ignoreErrors((error) => bad.push(String(error)));
 * await numbers.toArray(); // => [1, 3]
 * bad.length; // => 1
 * ```
 */
export function ignoreErrors<T>(
  report: (error: unknown, count: number) => void,
  options: IgnoreErrorsOptions = {},
): Operator<T, T> {
  callable("ignoreErrors: report", report);
  const { max = Number.MAX_SAFE_INTEGER } = checkOptions("ignoreErrors", options, { max: "number" });
  integer("ignoreErrors: max", max, 0);
  return recipe({
    label: "ignoreErrors()",
    size: () => undefined,
    open: (upstream: Source<T>, start, label) => new IgnorePass(upstream, start, label, report, max),
  });
}

class IgnorePass<T> implements Pass<T> {
  readonly #upstream: Pass<T>;
  readonly #report: (error: unknown, count: number) => void;
  readonly #max: number;
  #errors = 0;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> => this.#advance();

  constructor(
    source: Source<T>,
    start: Start,
    label: string,
    report: (error: unknown, count: number) => void,
    max: number,
  ) {
    this.#report = report;
    this.#max = max;
    let above = start;
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["errors", "upstream"]);
      this.#errors = readCount(label, place, "errors");
      above = startAt(start, { state: place["upstream"] });
    }
    this.#upstream = openParent(source, above);
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  #advance(): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#closing !== undefined) return DONE;
    try {
      const step = this.#upstream.next();
      return step instanceof Promise ? step.catch(this.#onError) : step;
    } catch (error) {
      return this.#onError(error);
    }
  }

  readonly #onError = (error: unknown): Skip => {
    if (this.#errors >= this.#max) throw error;
    this.#errors += 1;
    this.#report(error, this.#errors);
    return SKIP;
  };

  state(): State {
    return { errors: this.#errors, upstream: this.#upstream.state() };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#upstream.close());
  }
}
