import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import type { Logs, StepEnd } from "../callbacks/events.ts";

/**
 * Options of {@link progressBar}.
 *
 * @inline
 */
export interface ProgressBarOptions {
  /** The stream to write to. Default: standard error. */
  readonly stream?: OutputStream | undefined;
  /** Returns the time in milliseconds. Default: `performance.now`. */
  readonly clock?: (() => number) | undefined;
  /** Milliseconds between the lines of an epoch if the stream is not a terminal. Default 30,000. */
  readonly interval?: number | undefined;
}

const OPTIONS: OptionKinds<ProgressBarOptions> = { stream: "object", clock: "function", interval: "number" };

/**
 * The part of a writable stream that the progress bar uses.
 *
 * @inline
 */
interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const REPAINT_MS = 100;
const LINE_MS = 30_000;
const BAR = 20;

/**
 * Shows the progress of a run: a bar for the current epoch, and one line per finished epoch.
 *
 * If the stream is not a terminal but a file or a pipe, it writes plain lines: one per epoch, and one every 30 seconds.
 * The first line names the engine and why it is this one; another follows if tfjs has to go on for ONNX Runtime.
 *
 * @throws TypeError for an unknown option.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 * import { progressBar } from "@tensorloom/training/node";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * let log = "";
 * const stream = { write: (text: string) => (log += text) }; // default: standard error
 * const callbacks = [progressBar({ stream })];
 * await fit(model, { train: fromArray([batch]), epochs: 3, loss: meanSquaredError(), callbacks, engine: "tfjs" });
 * const [engine, ...epochs] = log.trim().split("\n");
 * engine; // => 'tfjs cpu: engine is "tfjs"'
 * epochs.length; // => 3
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
  const engineLine = engineLines();
  let began = 0;
  let painted = -Infinity;

  function paint(text: string, end = ""): void {
    stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? 80) - 1)}${end}`); // redraws the whole line
  }
  return {
    onEpochBegin({ epoch }, run) {
      began = clock();
      painted = -Infinity;
      paint(formatEpoch(epoch, run));
    },
    onStepEnd(at, run) {
      const now = clock();
      const engine = engineLine(run);
      if (engine !== undefined) stream.write(`\r\u001b[K${engine}\n`);
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
  const engineLine = engineLines();
  let began = 0;
  let written = 0;
  return {
    onEpochBegin() {
      began = written = clock();
    },
    onStepEnd(at, run) {
      const now = clock();
      const engine = engineLine(run);
      if (engine !== undefined) stream.write(`${engine}\n`);
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

/** Returns a line that names the engine, when it becomes known and when it changes. */
function engineLines(): (run: TrainingRun) => string | undefined {
  let named: string | undefined;
  return ({ engine }) => {
    if (engine === undefined || engine.label === named) return undefined;
    named = engine.label;
    return `${engine.label}: ${engine.reason}`;
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
