import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import {
  formatDuration,
  formatEpoch,
  formatLogs,
  formatRate,
  formatResumed,
  formatTimeLeft,
} from "./progress/format.ts";
import { estimateTimeLeft, measurePace } from "../logs/pace.ts";
import { lineView, type OutputStream, terminalView } from "./progress/view.ts";

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
  /** Milliseconds between the lines of an epoch if the stream is not a terminal. Default 10,000. */
  readonly interval?: number | undefined;
}

const OPTIONS: OptionKinds<ProgressBarOptions> = { stream: "object", clock: "function", interval: "number" };

/**
 * Shows the progress of a run: a bar for the current epoch, and one line per finished epoch.
 *
 * If the stream is not a terminal but a file or a pipe, it writes plain lines: one per epoch, and one every ten seconds.
 * Both show the time left of the epoch and of the run, and the rows per second: images if the model's input is images.
 * The estimates leave out the first step, which compiles. A resumed run says where it continues.
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
  const interval = finite("progressBar: interval", options.interval ?? 10_000, 0);
  const view = stream.isTTY === true ? terminalView(stream) : lineView(stream, interval);
  const engineLine = engineLines();
  let pace = measurePace();
  let began = 0;
  return {
    onBegin(run) {
      pace = measurePace();
      const resumed = formatResumed(run);
      if (resumed !== undefined) view.print(resumed);
    },
    onEpochBegin({ epoch }, run) {
      began = clock();
      pace.startEpoch(began);
      view.startEpoch(formatEpoch(epoch, run), began);
    },
    onStepEnd(at, run) {
      const now = clock();
      pace.endStep(now, at.rows);
      const engine = engineLine(run);
      if (engine !== undefined) view.print(engine);
      const [done, of] = [at.step + 1, run.stepsPerEpoch];
      const place = { epoch: at.epoch, epochs: run.epochs, steps: done, stepsPerEpoch: of };
      const left = estimateTimeLeft(pace, place);
      const details = `  loss ${at.meanLoss.toPrecision(4)}${formatRate(pace.rowsPerSecond, run)}${formatTimeLeft(left)}`;
      view.update({ label: formatEpoch(at.epoch, run), unit: "step", done, of, details }, now);
    },
    onValidationBatch({ epoch, index, batches }, run) {
      const label = `${formatEpoch(epoch, run)} validation`;
      view.update({ label, unit: "batch", done: index + 1, of: batches, details: "" }, clock());
    },
    onEpochEnd({ epoch, logs }, run) {
      const now = clock();
      const rate = formatRate(pace.epochRowsPerSecond, run);
      pace.endEpoch(now);
      const next = { epoch: epoch + 1, epochs: run.epochs, steps: 0, stepsPerEpoch: run.stepsPerEpoch };
      const left = next.epoch < run.epochs ? estimateTimeLeft(pace, next) : undefined;
      const rest = left === undefined ? "" : `  (run: ${formatDuration(left.run)} left)`;
      const seconds = ((now - began) / 1000).toFixed(1);
      view.print(`${formatEpoch(epoch, run)} ${seconds} s${rate}  ${formatLogs(logs)}${rest}`);
    },
    onEnd({ status }) {
      if (status === "aborted" || status === "failed") view.leave();
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
