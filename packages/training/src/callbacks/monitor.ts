import { closest, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { TrainingRun } from "./callback.ts";
import type { Logs } from "./events.ts";

/**
 * Which logged metric to monitor.
 *
 * @inline
 */
export interface MonitorOptions {
  /** The name of a logged metric. Default `"val_loss"`. */
  readonly monitor?: string | undefined;
  /** Whether higher (`"max"`) or lower (`"min"`) is better. Default: the metric's own mode, `"min"` for a loss. */
  readonly mode?: "max" | "min" | undefined;
  /** Minimum change that counts as an improvement, at least 0. Smaller changes are ignored. Default 0. */
  readonly minDelta?: number | undefined;
  /** A value that the first epoch must improve on, such as the best value of an earlier run. Default: none. */
  readonly baseline?: number | undefined;
}

/** The kinds of these options, for callbacks that accept them. */
export const MONITOR_OPTIONS: OptionKinds<MonitorOptions> = {
  monitor: "string",
  mode: "string",
  minDelta: "number",
  baseline: "number",
};

/**
 * Checks these options before there is a run.
 *
 * @throws RangeError if a value is out of its range; TypeError if it has the wrong type.
 */
export function checkMonitor(caller: string, { mode, minDelta, baseline }: MonitorOptions): void {
  if (mode !== undefined) oneOf(`${caller}: mode`, mode, ["max", "min"]);
  if (minDelta !== undefined) finite(`${caller}: minDelta`, minDelta, 0);
  if (baseline !== undefined) finite(`${caller}: baseline`, baseline);
}

/** Keeps the best value of a logged metric so far. */
export interface Monitor {
  readonly name: string;
  readonly best: number | undefined;
  /** Returns whether an epoch's logs are the best so far. NaN never is. */
  update(logs: Logs): boolean;
  /** Whether an epoch's logs are better than a value. */
  isBetter(logs: Logs, than: number): boolean;
}

/**
 * Monitors one logged metric of a run.
 *
 * @throws RangeError if the run does not log a metric of that name (the message lists the names), or the metric has no
 * mode and none is set.
 */
export function createMonitor(caller: string, run: TrainingRun, options: MonitorOptions): Monitor {
  const { monitor: name = "val_loss", minDelta = 0 } = options;
  const log = run.loggedMetrics.find((one) => one.name === name);
  if (log === undefined) {
    const names = run.loggedMetrics.map((one) => one.name).join(", ");
    const unvalidated =
      name.startsWith("val_") && run.loggedMetrics.some((one) => `val_${one.name}` === name);
    const near = closest(
      name,
      run.loggedMetrics.map((one) => one.name),
    );
    const hint = unvalidated
      ? `; pass fit a validation dataset, or write monitor: "${name.slice(4)}"`
      : near === undefined
        ? ""
        : `; did you mean ${near}?`;
    throw new RangeError(`${caller}: monitor must be one of ${names}; got ${JSON.stringify(name)}${hint}`);
  }
  const mode = options.mode ?? log.mode;
  if (mode === undefined)
    throw new RangeError(
      `${caller}: mode must be "max" or "min", since ${name} has no better direction of its own`,
    );
  let best = options.baseline;
  function isBetter(logs: Logs, than: number): boolean {
    const value = logs[name];
    return (mode === "max" ? value - than : than - value) > minDelta; // never of NaN
  }
  return {
    name,
    get best() {
      return best;
    },
    isBetter,
    update(logs) {
      if (best === undefined ? Number.isNaN(logs[name]) : !isBetter(logs, best)) return false;
      best = logs[name];
      return true;
    },
  };
}
