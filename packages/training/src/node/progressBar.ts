import type { Callback, Logs, Run, StepEnd } from "../callback.ts";

/** Where {@link progressBar} draws. */
export interface ProgressBarOptions {
  /** Default: the process's standard error. */
  readonly stream?: Terminal;
  /** Milliseconds; default: the process's own. */
  readonly clock?: () => number;
}

/** As much of a terminal as is used. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REPAINT_MS = 100;
const BAR = 20;

/**
 * Draws a run on a terminal: a bar for the epoch under way, and one line for each epoch that is done.
 *
 * Where the stream is no terminal, as in a file or a pipe, it writes nothing.
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
  const { stream = process.stderr, clock = () => performance.now() } = options;
  if (stream.isTTY !== true) return {};
  let began = 0;
  let painted = -Infinity;

  function paint(text: string, end = ""): void {
    stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? 80) - 1)}${end}`); // the whole line is drawn anew
  }
  return {
    onEpochBegin({ epoch }, run) {
      began = clock();
      painted = -Infinity;
      paint(heading(epoch, run));
    },
    onStepEnd(at, run) {
      const now = clock();
      const last = at.step + 1 === run.stepsPerEpoch;
      if (!last && now - painted < REPAINT_MS) return;
      painted = now;
      paint(`${heading(at.epoch, run)} ${running(at, run, now - began)}`);
    },
    onEpochEnd({ epoch, logs }, run) {
      const seconds = ((clock() - began) / 1000).toFixed(1);
      stream.write(`\r\u001b[K${heading(epoch, run)} ${seconds} s  ${numbers(logs)}\n`);
    },
    onEnd(ending) {
      if (ending.how === "aborted" || ending.how === "failed") stream.write("\n");
    },
  };
}

function heading(epoch: number, { epochs }: Run): string {
  const all = String(epochs);
  return `epoch ${String(epoch + 1).padStart(all.length)}/${all}`;
}

function running(at: StepEnd, { stepsPerEpoch }: Run, elapsed: number): string {
  const done = at.step + 1;
  const pace = elapsed / done;
  const loss = `loss ${at.meanLoss.toPrecision(4)}  ${pace.toFixed(0)} ms/step`;
  if (stepsPerEpoch === undefined) return `step ${String(done)}  ${loss}`;
  const filled = Math.round((BAR * done) / stepsPerEpoch);
  const bar = `${"=".repeat(filled)}${" ".repeat(BAR - filled)}`;
  const left = Math.ceil((pace * (stepsPerEpoch - done)) / 1000);
  return `[${bar}] ${String(done)}/${String(stepsPerEpoch)}  ${loss}  ${String(left)} s left`;
}

function numbers(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${String(Number(value.toPrecision(4)))}`)
    .join("  ");
}
