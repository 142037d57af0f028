import { callable } from "@tensorloom/core/internal";
import { type Clock, machineClock } from "../clock.ts";
import { Explanation, type StageReport } from "./explanation.ts";
import { assertSource } from "../validate.ts";
import { settle } from "../pass/maybeAsync.ts";
import { StageStats, collectStats } from "./stageStats.ts";
import { withOpen, openParent, stageLabel } from "../pass/recipe.ts";
import type { Indexed, Pass, Source, Step, Instrumentation } from "../source.ts";
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
  const measured = new MeterInstrumentation(
    assertSource("meter: source", source),
    callable("meter: clock", clock),
  );
  return {
    source: withOpen(source, (start) =>
      measured.timed(openParent(source, { ...start, instrumentation: measured })),
    ),
    report: () => measured.report(),
  };
}

class MeterInstrumentation implements Instrumentation {
  readonly #clock: Clock;
  readonly #readings: Map<Source<unknown>, StageStats>;
  /** Functions of passes that are being opened, by label: a stage names its function before its pass is seen. */
  readonly #opening = new Map<string, { reading?: StageStats }>();
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
    this.#readings = collectStats(source);
    this.#running = new Stopwatch(clock);
    this.#functions = new Stopwatch(clock);
  }

  wrapFunction<A extends readonly unknown[], R>(label: string, work: (...args: A) => R): (...args: A) => R {
    const owner: { reading?: StageStats } = {};
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
  wrapPass<T>(source: Source<T>, pass: Pass<T>): Pass<T> {
    const known = this.#readings.get(source);
    const reading = known ?? new StageStats(source);
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

  wrapIndex<T>(source: Source<T>, elements: Indexed<T>): Indexed<T> {
    const reading = this.#readings.get(source) ?? new StageStats(source);
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
    reading: StageStats,
    question: () => R | Promise<R>,
    counts: (answer: R) => boolean,
  ): [ask: () => R | Promise<R>, left: () => void] {
    let under = false;
    const moved = (by: 1 | -1): void => {
      if (under === by > 0) return; // closed while an answer was under way
      under = by > 0;
      const now = this.#clock();
      reading.count(by, now, now - this.#functions.total(now));
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
        if (answer instanceof Promise) reading.isAsync = true;
        return answer;
      },
    };
    const ask = (): R | Promise<R> => {
      moved(1);
      return settle(watched, given, failed);
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
        return settle(pass, given, failed);
      },
      state: () => pass.state(),
      close: () => pass.close(),
    };
  }

  report(): Explanation {
    const total = Number.isNaN(this.#ended) ? 0 : this.#ended - this.#began;
    return new Explanation([...this.#readings.values()].map(stageReport), this.#reader, total);
  }
}

function stageReport({ source, elements, waited, idle, inFunctions, isAsync }: StageStats): StageReport {
  return {
    stage: stageLabel(source),
    size: source.size,
    elements,
    waited,
    own: idle + inFunctions,
    inFunctions,
    isAsync,
    isSource: (source.parents ?? []).length === 0,
  };
}
