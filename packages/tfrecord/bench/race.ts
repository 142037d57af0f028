import { median, print, round } from "../../../.config/bench/measure.ts";

/** The time of one run. */
export interface Time {
  readonly seconds: number;
  /** CPU seconds of all cores, which a busy machine hardly changes. */
  readonly cpu: number;
}

/** One contender: runs the work once. */
export interface Runner {
  readonly engine: string;
  run(): Promise<Time>;
}

/**
 * Runs all engines in turn for several rounds, so that a busy machine slows all of them, and prints one line for each: the
 * median rate, the best rate, the rate by CPU time, and the speed of the first engine relative to it.
 */
export async function race(
  bench: string,
  unit: string,
  work: number,
  runners: readonly Runner[],
  rounds = Number(process.env["ROUNDS"] ?? 7),
): Promise<void> {
  const times = runners.map((): Time[] => []);
  for (let turn = 0; turn <= rounds; turn++) {
    for (const [i, runner] of runners.entries()) {
      const time = await runner.run();
      if (turn > 0) times[i].push(time); // the first round warms up
    }
  }
  const seconds = times.map((all) => all.map((one) => one.seconds));
  const rates = seconds.map((all) => work / median(all));
  const cpuRates = times.map((all) => work / median(all.map((one) => one.cpu)));
  runners.forEach(({ engine }, i) => {
    print({
      bench,
      engine,
      [unit]: round(rates[i]),
      best: round(work / Math.min(...seconds[i])),
      "by CPU": round(cpuRates[i]),
      ours_by_this: round(rates[0] / rates[i]),
      ours_by_this_cpu: round(cpuRates[0] / cpuRates[i]),
      rounds,
    });
  });
}

/** Reports why an engine is skipped. */
export function absent(bench: string, engine: string, why: string): void {
  print({ bench, engine, skipped: why });
}
