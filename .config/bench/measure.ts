/** One line of a benchmark: figures by name. */
export function print(line: Readonly<Record<string, string | number | undefined>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Elements a second of several contestants: rounds in turn, so that all have the same share of a noisy machine. */
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
