/** Measures the parts of a run one after another. */
export interface Stopwatch {
  /** Records the time since the last lap under a name. */
  lap(name: string): void;
  /** Returns the seconds of each lap so far, by name. */
  seconds(): Readonly<Record<string, number>>;
  /** Returns a text such as `84.1 s (drawing 12.9, reading 0.4, …)`. */
  toString(): string;
}

/** Starts a stopwatch. `clock` returns milliseconds. */
export function startStopwatch(clock: () => number): Stopwatch {
  const start = clock();
  const laps = new Map<string, number>();
  let last = start;
  const seconds = (since: number): number => (clock() - since) / 1000;
  return {
    lap(name) {
      laps.set(name, (laps.get(name) ?? 0) + seconds(last));
      last = clock();
    },
    seconds: () => Object.fromEntries(laps),
    toString() {
      const parts = Array.from(laps, ([name, time]) => `${name} ${time.toFixed(1)}`);
      return `${seconds(start).toFixed(1)} s (${parts.join(", ")})`;
    },
  };
}
