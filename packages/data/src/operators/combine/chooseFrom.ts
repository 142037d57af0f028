import { checkOptions, integer } from "@tensorloom/core/internal";
import { startOnBranch } from "../../random/branch.ts";
import { PendingCloses } from "../../pass/pendingCloses.ts";
import { SKIP, type Skip, chain, drain } from "../../pass/maybeAsync.ts";
import { assertList, assertSource, assertSources } from "../../validate.ts";
import { readCount, readList, readState } from "../../pass/stateFields.ts";
import { openParent, startAt } from "../../pass/recipe.ts";
import type { Pass, Source, Start, State, Step } from "../../source.ts";
import { DONE } from "../../pass/done.ts";
import { StageError } from "../../pass/stageError.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";

/**
 * Options of {@link chooseFrom}.
 *
 * @inline
 */
export interface ChooseOptions {
  /** Whether the pass ends when an empty source is chosen. Otherwise empty sources are skipped until all are empty. */
  readonly stopOnEmpty?: boolean | undefined;
}

/**
 * Takes each element from the source that `choices` names.
 *
 * @param sources - The sources.
 * @param choices - Positions in `sources`; the pass ends with them.
 * @param options - `stopOnEmpty` is true by default.
 * @see tf.data.Dataset.choose_from_datasets
 * @example
 * ```ts
 * import { chooseFrom, fromArray, fromSource } from "@tensorloom/data";
 *
 * const [day, night] = [fromArray(["sun", "sky"]), fromArray(["moon", "star"])];
 * await fromSource(chooseFrom([day, night], fromArray([0, 1, 1, 0]))).toArray(); // => ["sun", "moon", "star", "sky"]
 * ```
 */
export function chooseFrom<T>(
  sources: readonly Source<T>[],
  choices: Source<number>,
  options: ChooseOptions = {},
): Source<T> {
  integer("chooseFrom: the number of sources", assertList("chooseFrom: sources", sources).length, 1);
  assertSources("chooseFrom", sources);
  assertSource("chooseFrom: choices", choices);
  const { stopOnEmpty = true } = checkOptions("chooseFrom", options, { stopOnEmpty: "boolean" });
  const label = `chooseFrom([${sources.map((source) => source.label).join(", ")}], ${choices.label})`;
  return {
    label,
    size: undefined,
    parents: [...sources, choices],
    fingerprint: () => fingerprintText([stopOnEmpty]),
    open: (start = {}) => new ChoosePass(label, sources, choices, start, stopOnEmpty),
  };
}

class ChoosePass<T> implements Pass<T> {
  readonly #label: string;
  readonly #passes: readonly Pass<T>[];
  readonly #choices: Pass<number>;
  readonly #empty: boolean[];
  readonly #stopOnEmpty: boolean;
  #chosen = 0;
  #at = 0;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> =>
    this.#closing !== undefined || this.#empty.every(Boolean)
      ? DONE
      : chain(this.#choices.next(), this.#onChoice);

  constructor(
    label: string,
    sources: readonly Source<T>[],
    choices: Source<number>,
    start: Start,
    stopOnEmpty: boolean,
  ) {
    this.#label = label;
    this.#stopOnEmpty = stopOnEmpty;
    const place =
      start.state === undefined
        ? undefined
        : readState(label, start.state, ["at", "choices", "empty", "sources"]);
    if (place !== undefined) this.#at = readCount(label, place, "at");
    const states = place && readList(label, place, "sources", sources.length);
    const empty = place && readList(label, place, "empty", sources.length);
    this.#empty = sources.map((_, i) => empty?.[i] === true);
    const opened = <S>(source: Source<S>, branch: number, state: State | undefined): Pass<S> =>
      openParent(source, startOnBranch(state === undefined ? start : startAt(start, { state }), branch));
    this.#choices = opened(choices, sources.length, place?.["choices"]);
    this.#passes = sources.map((source, i) => opened(source, i, states?.[i]));
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  readonly #onChoice = (choice: Step<number>): Step<T> | Skip | Promise<Step<T> | Skip> => {
    if (choice.done === true) return DONE;
    this.#at += 1;
    try {
      this.#chosen = integer("choice", choice.value, 0, this.#passes.length - 1);
    } catch (error) {
      throw new StageError(this.#label, this.#at - 1, error);
    }
    if (this.#empty[this.#chosen]) return SKIP;
    return chain(this.#passes[this.#chosen].next(), this.#onStep);
  };

  readonly #onStep = (step: Step<T>): Step<T> | Skip => {
    if (step.done !== true) return step;
    if (this.#stopOnEmpty) this.#empty.fill(true);
    else this.#empty[this.#chosen] = true;
    return SKIP;
  };

  state(): State {
    return {
      at: this.#at,
      choices: this.#choices.state(),
      empty: this.#empty.slice(),
      sources: this.#passes.map((pass) => pass.state()),
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= new PendingCloses().closeAll([...this.#passes, this.#choices]));
  }
}
