import { storageTraffic } from "@tensorloom/core/internal";
import type { Clock } from "../clock.ts";
import { settle } from "../pass/maybeAsync.ts";
import { stageLabel } from "../pass/recipe.ts";
import type { Indexed, Instrumentation, Pass, Source, Step } from "../source.ts";
import { Explanation } from "./explanation.ts";
import type { StageReport } from "./stageReport.ts";
import { collectStats, StageStats } from "./stageStats.ts";
import { storageReports } from "./storageReport.ts";
import { Stopwatch } from "./stopwatch.ts";

/** Measures the passes, indexes and functions of a pipeline. */
export class MeterInstrumentation implements Instrumentation {
  readonly #clock: Clock;
  readonly #stats: Map<Source<unknown>, StageStats>;
  /** Functions of passes that are being opened, by label: a stage wraps its function before its pass is wrapped. */
  readonly #opening = new Map<string, { stats?: StageStats }>();
  /** Time in which passes and functions run on the thread, and in which functions do. */
  readonly #running: Stopwatch;
  readonly #functions: Stopwatch;
  /** What storages had done before. */
  readonly #traffic = storageTraffic();
  #began = NaN;
  #ended = NaN;
  #reader = 0;
  /** The running time when the last step arrived. */
  #ran = 0;

  constructor(source: Source<unknown>, clock: Clock) {
    this.#clock = clock;
    this.#stats = collectStats(source);
    this.#running = new Stopwatch(clock);
    this.#functions = new Stopwatch(clock);
  }

  wrapFunction<A extends readonly unknown[], R>(label: string, work: (...args: A) => R): (...args: A) => R {
    const owner: { stats?: StageStats } = {};
    this.#opening.set(label, owner);
    return (...args) => {
      const { stats } = owner;
      if (stats === undefined) return this.#running.run(() => work(...args));
      const start = this.#clock();
      try {
        return this.#running.run(() => this.#functions.run(() => work(...args)));
      } finally {
        stats.inFunctions += this.#clock() - start;
      }
    };
  }

  /** Measures how long a pass's consumer waits. The work of inner pipelines (`interleave`) counts for their stage. */
  wrapPass<T>(source: Source<T>, pass: Pass<T>): Pass<T> {
    const known = this.#stats.get(source);
    const stats = known ?? new StageStats(source);
    const owner = this.#opening.get(source.label);
    if (owner !== undefined && known !== undefined) owner.stats = known;
    this.#opening.delete(source.label);
    const [ask, left] = this.#measure(
      stats,
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
    const stats = this.#stats.get(source) ?? new StageStats(source);
    let position = 0;
    const [ask] = this.#measure(
      stats,
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

  /** Measures a function whose results are awaited one at a time. The second result ends a measurement on close. */
  #measure<R>(
    stats: StageStats,
    call: () => R | Promise<R>,
    counts: (result: R) => boolean,
  ): [ask: () => R | Promise<R>, left: () => void] {
    let isPending = false;
    const count = (by: 1 | -1): void => {
      if (isPending === by > 0) return; // closed while a result was pending
      isPending = by > 0;
      const now = this.#clock();
      stats.count(by, now, now - this.#functions.total(now));
    };
    const onResult = (result: R): R => {
      count(-1);
      if (counts(result)) stats.elements += 1;
      return result;
    };
    const onError = (error: unknown): never => {
      count(-1);
      throw error;
    };
    const measured = {
      next: (): R | Promise<R> => {
        const result = this.#running.run(call);
        if (result instanceof Promise) stats.isAsync = true;
        return result;
      },
    };
    const ask = (): R | Promise<R> => {
      count(1);
      return settle(measured, onResult, onError);
    };
    return [ask, () => count(-1)];
  }

  /** Measures the last pass: the time between its steps is the consumer's, except for the pipeline's work in it. */
  timed<T>(pass: Pass<T>): Pass<T> {
    const ended = (): void => {
      this.#ended = this.#clock();
      this.#ran = this.#running.total(this.#ended);
    };
    const onResult = (step: Step<T>): Step<T> => {
      ended();
      return step;
    };
    const onError = (error: unknown): never => {
      ended();
      throw error;
    };
    return {
      next: () => {
        const now = this.#clock();
        if (Number.isNaN(this.#began)) this.#began = now;
        else this.#reader += now - this.#ended - (this.#running.total(now) - this.#ran);
        return settle(pass, onResult, onError);
      },
      state: () => pass.state(),
      close: () => pass.close(),
    };
  }

  report(): Explanation {
    const total = Number.isNaN(this.#ended) ? 0 : this.#ended - this.#began;
    return new Explanation(
      [...this.#stats.values()].map(stageReport),
      this.#reader,
      total,
      storageReports(this.#traffic),
    );
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
