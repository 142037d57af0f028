/** Runs a function as soon as fewer than the limit are running. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** Limits how many asynchronous functions run at the same time; the others wait in order (a counting semaphore). */
export function createLimit(max: number): Limit {
  let free = max;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
