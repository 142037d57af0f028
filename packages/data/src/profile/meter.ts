import { callable } from "@tensorloom/core/internal";
import { type Clock, machineClock } from "../clock.ts";
import { Explanation, type StageReport } from "./explanation.ts";
import { sourceGiven } from "../given.ts";
import { asked } from "../pass/later.ts";
import { Reading, readingsOf } from "./reading.ts";
import { openedBy, openParent, ownLabel } from "../pass/recipe.ts";
import type { Indexed, Pass, Source, Step, Watch } from "../source.ts";
import { Stopwatch } from "./stopwatch.ts";

/** A source whose passes are measured, and what was measured so far. */
export interface Meter<T> {
  /** Gives what the source gives. Train on it, or read it any other way. */
  readonly source: Source<T>;
  report(): Explanation;
}

/**
 * Measures a pipeline while it is read. See {@link explain}.
 *
 * @example
 * ```ts
 * import { forEach, meter, range } from "@tensorloom/data";
 *
 * const { source, report } = meter(range(100).map((x) => x * 2));
 * await forEach(source, () => undefined);
 * report().stages.map(({ elements }) => elements); // => [100, 100]
 * ```
 */
export function meter<T>(source: Source<T>, clock: Clock = machineClock): Meter<T> {
  const measured = new Measured(sourceGiven("meter: source", source), callable("meter: clock", clock));
  return {
    source: openedBy(source, (start) => measured.timed(openParent(source, { ...start, watch: measured }))),
    report: () => measured.report(),
  };
}

class Measured implements Watch {
  readonly #clock: Clock;
  readonly #readings: Map<Source<unknown>, Reading>;
  /** Functions of passes that are being opened, by label: a stage names its function before its pass is seen. */
  readonly #opening = new Map<string, { reading?: Reading }>();
  /** While a pass or a function of the pipeline runs on the thread; while a function does. */
  readonly #running: Stopwatch;
  readonly #functions: Stopwatch;
  #began = NaN;
  #ended = NaN;
  #reader = 0;
  /** What had run when the last answer came. */
  #ran = 0;

  constructor(source: Source<unknown>, clock: Clock) {
    this.#clock = clock;
    this.#readings = readingsOf(source);
    this.#running = new Stopwatch(clock);
    this.#functions = new Stopwatch(clock);
  }

  work<A extends readonly unknown[], R>(label: string, work: (...args: A) => R): (...args: A) => R {
    const owner: { reading?: Reading } = {};
    this.#opening.set(label, owner);
    return (...args) => {
      const { reading } = owner;
      if (reading === undefined) return this.#running.run(() => work(...args));
      const start = this.#clock();
      try {
        return this.#running.run(() => this.#functions.run(() => work(...args)));
      } finally {
        reading.inFunctions += this.#clock() - start;
      }
    };
  }

  /** A pass whose reader's waiting is added up. What inner pipelines do (`interleave`) is their stage's own. */
  pass<T>(source: Source<T>, pass: Pass<T>): Pass<T> {
    const known = this.#readings.get(source);
    const reading = known ?? new Reading(source);
    const owner = this.#opening.get(source.label);
    if (owner !== undefined && known !== undefined) owner.reading = known;
    this.#opening.delete(source.label);
    const [ask, left] = this.#asking(
      reading,
      () => pass.next(),
      (step) => step.done !== true,
    );
    return {
      next: ask,
      state: () => pass.state(),
      close() {
        left();
        return pass.close();
      },
    };
  }

  index<T>(source: Source<T>, elements: Indexed<T>): Indexed<T> {
    const reading = this.#readings.get(source) ?? new Reading(source);
    let position = 0;
    const [ask] = this.#asking(
      reading,
      () => elements.at(position),
      () => true,
    );
    return {
      length: elements.length,
      at(index) {
        position = index;
        return ask();
      },
    };
  }

  /** A question whose answers are waited for one at a time, measured; and what to call where the last is not waited for. */
  #asking<R>(
    reading: Reading,
    question: () => R | Promise<R>,
    counts: (answer: R) => boolean,
  ): [ask: () => R | Promise<R>, left: () => void] {
    let under = false;
    const moved = (by: 1 | -1): void => {
      if (under === by > 0) return; // closed while an answer was under way
      under = by > 0;
      const now = this.#clock();
      reading.moved(by, now, now - this.#functions.total(now));
    };
    const given = (answer: R): R => {
      moved(-1);
      if (counts(answer)) reading.elements += 1;
      return answer;
    };
    const failed = (error: unknown): never => {
      moved(-1);
      throw error;
    };
    const watched = {
      next: (): R | Promise<R> => {
        const answer = this.#running.run(question);
        if (answer instanceof Promise) reading.later = true;
        return answer;
      },
    };
    const ask = (): R | Promise<R> => {
      moved(1);
      return asked(watched, given, failed);
    };
    return [ask, () => moved(-1)];
  }

  /** The last pass: what lies between its answers is the reader's, but for what the pipeline does meanwhile. */
  timed<T>(pass: Pass<T>): Pass<T> {
    const ended = (): void => {
      this.#ended = this.#clock();
      this.#ran = this.#running.total(this.#ended);
    };
    const given = (step: Step<T>): Step<T> => {
      ended();
      return step;
    };
    const failed = (error: unknown): never => {
      ended();
      throw error;
    };
    return {
      next: () => {
        const now = this.#clock();
        if (Number.isNaN(this.#began)) this.#began = now;
        else this.#reader += now - this.#ended - (this.#running.total(now) - this.#ran);
        return asked(pass, given, failed);
      },
      state: () => pass.state(),
      close: () => pass.close(),
    };
  }

  report(): Explanation {
    const total = Number.isNaN(this.#ended) ? 0 : this.#ended - this.#began;
    return new Explanation([...this.#readings.values()].map(reported), this.#reader, total);
  }
}

function reported({ source, elements, waited, idle, inFunctions, later }: Reading): StageReport {
  return {
    stage: ownLabel(source),
    size: source.size,
    elements,
    waited,
    own: idle + inFunctions,
    inFunctions,
    later,
    head: (source.parents ?? []).length === 0,
  };
}
