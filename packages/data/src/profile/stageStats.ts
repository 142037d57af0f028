import type { Source } from "../source.ts";

/** Counters of one source: its elements, and its time. */
export class StageStats {
  readonly source: Source<unknown>;
  elements = 0;
  /** How long its consumers waited for it. */
  waited = 0;
  /** The part of `waited` in which it did not wait for a parent, and no function kept the thread busy. */
  idle = 0;
  /** How long its function kept the thread busy. */
  inFunctions = 0;
  /** Whether it ever returned a promise. */
  isAsync = false;
  /** The sources that read from it. */
  readonly consumers: Set<StageStats> = new Set<StageStats>();
  /** How many of its own steps are pending, and how many of its parents'. */
  #pending = 0;
  #pendingParents = 0;
  #since = 0;
  #idleSince = 0;

  constructor(source: Source<unknown>) {
    this.source = source;
  }

  /**
   * Counts a step that was requested (1) or has arrived (-1).
   *
   * @param now - The time.
   * @param idle - The time, minus the time in which a function kept the thread busy.
   */
  count(by: 1 | -1, now: number, idle: number): void {
    this.#accumulate(now, idle);
    this.#pending += by;
    for (const reader of this.consumers) {
      reader.#accumulate(now, idle);
      reader.#pendingParents += by;
    }
  }

  #accumulate(now: number, idle: number): void {
    if (this.#pending > 0) this.waited += now - this.#since;
    if (this.#pending > 0 && this.#pendingParents === 0) this.idle += idle - this.#idleSince;
    this.#since = now;
    this.#idleSince = idle;
  }
}

/** Makes counters for each source of a pipeline, parents first. A source that is read twice has one. */
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
