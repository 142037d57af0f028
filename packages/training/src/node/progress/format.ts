import type { TrainingRun } from "../../callbacks/callback.ts";
import type { Logs } from "../../callbacks/events.ts";

/** Formats a duration: `42 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return `${String(minutes)} min ${String(rest).padStart(2, "0")} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Formats what is left of an epoch and of the run: `12 s left (run: 3 min 20 s)`. */
export function formatTimeLeft(left: { readonly epoch: number; readonly run: number } | undefined): string {
  if (left === undefined) return "";
  return `  ${formatDuration(left.epoch)} left (run: ${formatDuration(left.run)})`;
}

/** Formats the rows per second: `80 images/s` if a row of the model's input is an image, else `80 rows/s`. */
export function formatRate(rowsPerSecond: number | undefined, { model }: TrainingRun): string {
  if (rowsPerSecond === undefined) return "";
  const rate = rowsPerSecond >= 100 ? Math.round(rowsPerSecond) : Number(rowsPerSecond.toPrecision(2));
  return `  ${String(rate)} ${model.inputs.at(0)?.shape.length === 4 ? "images" : "rows"}/s`;
}

/** Formats the number of an epoch, from 1: `epoch  3/12`. */
export function formatEpoch(epoch: number, { epochs }: TrainingRun): string {
  const all = String(epochs);
  return `epoch ${String(epoch + 1).padStart(all.length)}/${all}`;
}

/** Formats the point at which a resumed run continues; there is nothing to continue if all epochs are done. */
export function formatResumed(run: TrainingRun): string | undefined {
  if (run.resumedAt === undefined) return undefined;
  const { epoch, step, steps } = run.resumedAt;
  const next = step === run.stepsPerEpoch ? "after its last step" : `step ${String(step + 1)}`;
  const place =
    epoch < run.epochs
      ? `resumes at ${formatEpoch(epoch, run)}, ${next}`
      : `all ${String(run.epochs)} epochs are done`;
  return `${place}: ${String(steps)} steps until now`;
}

/** Formats the logs of an epoch with four digits each. */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${String(Number(value.toPrecision(4)))}`)
    .join("  ");
}
