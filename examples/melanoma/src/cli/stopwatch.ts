/** Measures the parts of a run one after another. */
export interface Stopwatch {
  /** Records the time since the last lap under a name. */
  lap(name: string): void;
  /** Returns a text such as `84.1 s (drawing 12.9, reading 0.4, …)`. */
  toString(): string;
}

/** Starts a stopwatch. `clock` returns milliseconds. */
export function startStopwatch(clock: () => number): Stopwatch {
  const start = clock();
  const laps: string[] = [];
  let last = start;
  const seconds = (since: number): string => ((clock() - since) / 1000).toFixed(1);
  return {
    lap(name) {
      laps.push(`${name} ${seconds(last)}`);
      last = clock();
    },
    toString: () => `${seconds(start)} s (${laps.join(", ")})`,
  };
}
