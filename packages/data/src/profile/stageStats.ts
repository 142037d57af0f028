import type { Source } from "../source.ts";

/** What is known of one source: how often it answered, and where the time went. */
export class StageStats {
  readonly source: Source<unknown>;
  elements = 0;
  /** How long an answer of it was waited for. */
  waited = 0;
  /** How long it was waited for while it waited for none of its parents, and no function kept the thread busy. */
  idle = 0;
  /** How long its function kept the thread busy. */
  inFunctions = 0;
  /** Whether it ever answered later. */
  isAsync = false;
  /** The sources that read from it. */
  readonly consumers: Set<StageStats> = new Set<StageStats>();
  /** How many of its answers are under way, and of its parents'. */
  #under = 0;
  #above = 0;
  #seen = 0;
  #seenIdle = 0;

  constructor(source: Source<unknown>) {
    this.source = source;
  }

  /**
   * An answer was asked for (1) or came (-1).
   *
   * @param now - The time.
   * @param idle - The time without that in which a function kept the thread busy.
   */
  count(by: 1 | -1, now: number, idle: number): void {
    this.#until(now, idle);
    this.#under += by;
    for (const reader of this.consumers) {
      reader.#until(now, idle);
      reader.#above += by;
    }
  }

  #until(now: number, idle: number): void {
    if (this.#under > 0) this.waited += now - this.#seen;
    if (this.#under > 0 && this.#above === 0) this.idle += idle - this.#seenIdle;
    this.#seen = now;
    this.#seenIdle = idle;
  }
}

/** A reading for each source of a pipeline, parents first. A source that is read twice has one. */
export function collectStats(source: Source<unknown>): Map<Source<unknown>, StageStats> {
  const readings = new Map<Source<unknown>, StageStats>();
  const visit = (visited: Source<unknown>): StageStats => {
    const known = readings.get(visited);
    if (known !== undefined) return known;
    const above = (visited.parents ?? []).map(visit);
    const reading = new StageStats(visited);
    for (const parent of above) parent.consumers.add(reading);
    readings.set(visited, reading);
    return reading;
  };
  visit(source);
  return readings;
}
