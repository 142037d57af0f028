import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback, Logs, TrainingRun, StepEnd } from "../callbacks/callback.ts";

/**
 * Where {@link progressBar} draws.
 *
 * @inline
 */
export interface ProgressBarOptions {
  /** Default: the process's standard error. */
  readonly stream?: OutputStream;
  /** Milliseconds; default: the process's own. */
  readonly clock?: () => number;
  /** Milliseconds between lines in a file or a pipe, while an epoch is under way; default 30,000. */
  readonly interval?: number | undefined;
}

const OPTIONS: OptionKinds<ProgressBarOptions> = { stream: "object", clock: "function", interval: "number" };

/**
 * As much of a terminal as is used.
 *
 * @inline
 */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REPAINT_MS = 100;
const LINE_MS = 30_000;
const BAR = 20;

/**
 * Draws a run on a terminal: a bar for the epoch under way, and one line for each epoch that is done.
 *
 * If the stream is no terminal but a file or a pipe, it writes plain lines: one per epoch, and one now and then meanwhile.
 *
 * @throws TypeError for an unknown option.
 *
 * @example
 * ```ts
 * import { progressBar } from "@tensorloom/training/node";
 *
 * const callbacks = [progressBar()];
 * callbacks.length; // => 1
 * ```
 */
export function progressBar(options: ProgressBarOptions = {}): Callback {
  const { stream = process.stderr, clock = () => performance.now() } = checkOptions(
    "progressBar",
    options,
    OPTIONS,
  );
  if (typeof stream.write !== "function")
    throw new TypeError("progressBar: stream must have a function write");
  const interval = finite("progressBar: interval", options.interval ?? LINE_MS, 0);
  if (stream.isTTY !== true) return progressLines(stream, clock, interval);
  let began = 0;
  let painted = -Infinity;

  function paint(text: string, end = ""): void {
    stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? 80) - 1)}${end}`); // the whole line is drawn anew
  }
  return {
    onEpochBegin({ epoch }, run) {
      began = clock();
      painted = -Infinity;
      paint(formatEpoch(epoch, run));
    },
    onStepEnd(at, run) {
      const now = clock();
      const last = at.step + 1 === run.stepsPerEpoch;
      if (!last && now - painted < REPAINT_MS) return;
      painted = now;
      paint(`${formatEpoch(at.epoch, run)} ${formatBar(at, run, now - began)}`);
    },
    onEpochEnd({ epoch, logs }, run) {
      const seconds = ((clock() - began) / 1000).toFixed(1);
      stream.write(`\r\u001b[K${formatEpoch(epoch, run)} ${seconds} s  ${formatLogs(logs)}\n`);
    },
    onEnd(ending) {
      if (ending.status === "aborted" || ending.status === "failed") stream.write("\n");
    },
  };
}

/** Plain lines, for a file or a pipe. */
function progressLines(stream: OutputStream, clock: () => number, interval: number): Callback {
  let began = 0;
  let written = 0;
  return {
    onEpochBegin() {
      began = written = clock();
    },
    onStepEnd(at, run) {
      const now = clock();
      if (now - written < interval) return;
      written = now;
      stream.write(`${formatEpoch(at.epoch, run)} ${formatStep(at, run, now - began)}\n`);
    },
    onEpochEnd({ epoch, logs }, run) {
      const seconds = ((clock() - began) / 1000).toFixed(1);
      stream.write(`${formatEpoch(epoch, run)} ${seconds} s  ${formatLogs(logs)}\n`);
    },
  };
}

function formatStep(at: StepEnd, { stepsPerEpoch }: TrainingRun, elapsed: number): string {
  const done = at.step + 1;
  const of = stepsPerEpoch === undefined ? "" : `/${String(stepsPerEpoch)}`;
  return `step ${String(done)}${of}  loss ${at.meanLoss.toPrecision(4)}  ${(elapsed / done).toFixed(0)} ms/step`;
}

function formatEpoch(epoch: number, { epochs }: TrainingRun): string {
  const all = String(epochs);
  return `epoch ${String(epoch + 1).padStart(all.length)}/${all}`;
}

function formatBar(at: StepEnd, { stepsPerEpoch }: TrainingRun, elapsed: number): string {
  const done = at.step + 1;
  const pace = elapsed / done;
  const loss = `loss ${at.meanLoss.toPrecision(4)}  ${pace.toFixed(0)} ms/step`;
  if (stepsPerEpoch === undefined) return `step ${String(done)}  ${loss}`;
  const filled = Math.round((BAR * done) / stepsPerEpoch);
  const bar = `${"=".repeat(filled)}${" ".repeat(BAR - filled)}`;
  const left = Math.ceil((pace * (stepsPerEpoch - done)) / 1000);
  return `[${bar}] ${String(done)}/${String(stepsPerEpoch)}  ${loss}  ${String(left)} s left`;
}

function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${String(Number(value.toPrecision(4)))}`)
    .join("  ");
}
