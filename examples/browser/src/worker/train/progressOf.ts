import type { Progress } from "../../messages/events.ts";

/** Time left, from the mean time of the last steps. */
export function secondsLeft(clock: () => number, remaining: () => number): { tick(): number | undefined } {
  const times: number[] = [];
  return {
    tick() {
      times.push(clock());
      if (times.length > 30) times.shift();
      if (times.length < 3) return undefined;
      return ((times[times.length - 1] - times[0]) / (times.length - 1) / 1000) * remaining();
    },
  };
}

/** Reports progress at most ten times a second, and always the end. */
export function throttle(
  report: (progress: Progress) => void,
  clock: () => number,
): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    if (clock() - last < 100 && progress.done !== progress.total) return;
    last = clock();
    report(progress);
  };
}
