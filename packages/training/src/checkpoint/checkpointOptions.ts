import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Metric } from "../metrics/metric.ts";

/**
 * Options of the checkpoints of a run.
 *
 * @inline
 */
export interface CheckpointOptions {
  /**
   * The folder of this run's checkpoints, of its own: a path, or an address such as `s3://runs/b3`, or `opfs:runs/b3` in a
   * browser. It is created if it does not exist.
   */
  readonly folder: string;
  /**
   * How often: after so many steps of the run, epochs, or seconds since the last one; several may be set. Default
   * `{ epochs: 1 }`. The end of the run, an abort and SIGTERM always write one.
   */
  readonly every?: CheckpointInterval | undefined;
  /** How many checkpoints stay, at least 1. Default 2, as the newest may be damaged. */
  readonly keep?: number | undefined;
  /** Returns the time in milliseconds, for `every.seconds`. Default: `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

/**
 * How often a checkpoint is written.
 *
 * @inline
 */
interface CheckpointInterval {
  readonly steps?: number | undefined;
  readonly epochs?: number | undefined;
  readonly seconds?: number | undefined;
}

/** The options with their defaults. */
export interface ResolvedCheckpoint {
  readonly folder: string;
  readonly every: CheckpointInterval;
  readonly keep: number;
  readonly clock: () => number;
  /** Whether the run continues from a checkpoint. */
  readonly resume: boolean;
}

const OPTIONS: OptionKinds<CheckpointOptions> = {
  folder: "string",
  every: "object",
  keep: "number",
  clock: "function",
};
const INTERVAL: OptionKinds<CheckpointInterval> = { steps: "number", epochs: "number", seconds: "number" };

/**
 * Checks the options of checkpoints and fills in the defaults.
 *
 * @throws RangeError if a value is out of its range, or `resume` is set without a folder; TypeError for an unknown option.
 */
export function resolveCheckpoint(
  options: CheckpointOptions | undefined,
  resume = false,
): ResolvedCheckpoint | undefined {
  if (options === undefined) {
    if (resume)
      throw new RangeError('fit: resume needs the folder to continue from: checkpoint: { folder: "runs/a" }');
    return undefined;
  }
  const {
    folder,
    every = { epochs: 1 },
    keep = 2,
    clock,
  } = checkOptions("fit: checkpoint", options, OPTIONS);
  const { steps, epochs, seconds } = checkOptions("fit: checkpoint: every", every, INTERVAL);
  if (steps !== undefined) integer("fit: checkpoint: every.steps", steps, 1);
  if (epochs !== undefined) integer("fit: checkpoint: every.epochs", epochs, 1);
  if (seconds !== undefined && finite("fit: checkpoint: every.seconds", seconds, 0) === 0)
    throw new RangeError("fit: checkpoint: every.seconds must be above 0, got 0");
  if (steps === undefined && epochs === undefined && seconds === undefined)
    throw new RangeError("fit: checkpoint: every must have steps, epochs or seconds");
  integer("fit: checkpoint: keep", keep, 1);
  return { folder, every, keep, clock: clock ?? (() => performance.now()), resume };
}

/** @throws RangeError if a checkpoint may fall within an epoch, and a metric cannot save what it has accumulated. */
export function checkMetricStates({ every }: ResolvedCheckpoint, metrics: readonly Metric[]): void {
  if (every.steps === undefined && every.seconds === undefined) return;
  const lacking = listStateless(metrics);
  if (lacking.length > 0)
    throw new RangeError(
      `fit: checkpoint: every.steps and every.seconds need metrics whose accumulators have state() and restore(), ` +
        `which ${lacking.join(", ")} lacks; add them, or write every: { epochs: 1 }`,
    );
}

/** The names of the metrics that cannot save what they have accumulated of an epoch. */
export function listStateless(metrics: readonly Metric[]): readonly string[] {
  return metrics.flatMap((metric) => {
    const accumulator = metric.start();
    return accumulator.state === undefined || accumulator.restore === undefined ? [metric.name] : [];
  });
}
