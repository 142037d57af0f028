import { finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Logs, TrainingRun } from "./callback.ts";

/**
 * Which number of an epoch decides.
 *
 * @inline
 */
export interface MonitorOptions {
  /** The name of a log; default `"val_loss"`. */
  readonly monitor?: string | undefined;
  /** Which way is better; default: what the metric says of itself (a loss: lower). */
  readonly mode?: "max" | "min" | undefined;
  /** A change of this much or less is no gain; at least 0; default 0. */
  readonly minDelta?: number | undefined;
  /** What the first epoch must already be better than, as an earlier run left it; default: nothing. */
  readonly baseline?: number | undefined;
}

/** The kinds of these options, for callbacks that take them. */
export const MONITOR_OPTIONS: OptionKinds<MonitorOptions> = {
  monitor: "string",
  mode: "string",
  minDelta: "number",
  baseline: "number",
};

/** The best value of a log so far. */
export interface Monitor {
  readonly name: string;
  readonly best: number | undefined;
  /** Takes an epoch's logs: whether they are the best so far. A value that is NaN never is. */
  update(logs: Logs): boolean;
}

/**
 * Watches one log of a run.
 *
 * @throws RangeError where the run has no log of that name (the sentence lists those that it has), or it is not said
 * which way is better.
 */
export function createMonitor(caller: string, run: TrainingRun, options: MonitorOptions): Monitor {
  const { monitor: name = "val_loss", minDelta = 0 } = options;
  finite(`${caller}: minDelta`, minDelta, 0);
  const log = run.loggedMetrics.find((one) => one.name === name);
  if (log === undefined) {
    const names = run.loggedMetrics.map((one) => one.name).join(", ");
    const unvalidated =
      name.startsWith("val_") && run.loggedMetrics.some((one) => `val_${one.name}` === name);
    const hint = unvalidated ? `; pass fit a validation dataset, or write monitor: "${name.slice(4)}"` : "";
    throw new RangeError(`${caller}: monitor must be one of ${names}; got ${JSON.stringify(name)}${hint}`);
  }
  const mode = options.mode ?? log.mode;
  if (mode === undefined)
    throw new RangeError(
      `${caller}: mode must be "max" or "min", since ${name} has no better direction of its own`,
    );
  oneOf(`${caller}: mode`, mode, ["max", "min"]);
  let best = options.baseline;
  return {
    name,
    get best() {
      return best;
    },
    update(logs) {
      const value = logs[name];
      if (Number.isNaN(value)) return false;
      const gain = best === undefined ? Infinity : mode === "max" ? value - best : best - value;
      if (!(gain > minDelta)) return false;
      best = value;
      return true;
    },
  };
}
