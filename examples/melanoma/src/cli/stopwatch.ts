/** Times one thing after another. */
export interface Stopwatch {
  /** Ends what has run since the last call, under a name. */
  lap(name: string): void;
  /** `84.1 s (drawing 12.9, reading 0.4, …)`. */
  toString(): string;
}

export function stopwatch(now: () => number): Stopwatch {
  const began = now();
  const laps: string[] = [];
  let last = began;
  const seconds = (from: number): string => ((now() - from) / 1000).toFixed(1);
  return {
    lap(name) {
      laps.push(`${name} ${seconds(last)}`);
      last = now();
    },
    toString: () => `${seconds(began)} s (${laps.join(", ")})`,
  };
}
