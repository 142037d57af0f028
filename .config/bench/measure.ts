/** Prints the figures of a benchmark by name: one JSON object per line. */
export function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Three significant digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** Milliseconds that `run` takes. */
export async function measureMs(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Milliseconds that `run` takes: the median of several rounds. */
export async function medianMs(run: () => unknown, rounds = 5): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measureMs(run));
  return median(times);
}

/** The middle one in order of size; the upper one of an even count. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Elements per second of each contestant; they take turns, so a noisy machine slows all of them. */
export async function race(
  contestants: Readonly<Record<string, () => number | Promise<number>>>,
  rounds = 5,
): Promise<Readonly<Record<string, number>>> {
  const rates = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      const elements = await run();
      const rate = (1000 * elements) / (performance.now() - start);
      if (round > 0) rates.set(name, [...(rates.get(name) ?? []), rate]); // the first round warms up
    }
  return Object.fromEntries([...rates].map(([name, all]) => [name, Math.round(median(all))]));
}
