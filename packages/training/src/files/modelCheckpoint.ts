import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  checkOptions,
  checkPlace,
  folderOf,
  integer,
  kerasFormatByName,
  nameOf,
  type OptionKinds,
  probePlace,
} from "@tensorloom/core/internal";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import {
  type Monitor,
  checkMonitor,
  createMonitor,
  MONITOR_OPTIONS,
  type MonitorOptions,
} from "../callbacks/monitor.ts";
import { addCheckpoint, type KeptCheckpoints, NO_CHECKPOINTS } from "./template/keptCheckpoints.ts";
import { parsePathTemplate } from "./template/pathTemplate.ts";
import { type SaveInterval, resolveInterval } from "./template/saveInterval.ts";
import { removeModel } from "./removeModel.ts";
import { saveModel } from "./saveModel.ts";

/**
 * Options of {@link modelCheckpoint}.
 *
 * @inline
 */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Whether to save only if the monitored metric is the best so far. Default: true, or false if `every` is set. */
  readonly bestOnly?: boolean | undefined;
  /** When to save: every so many epochs or steps of the run. Default `{ epochs: 1 }`. */
  readonly every?: SaveInterval | undefined;
  /** Number of checkpoints to keep: the newest, and the best besides. `path` must have a number in it. Default: all. */
  readonly keep?: number | undefined;
  /** The model to save, such as a whole network of which only the head is trained. Default: the trained model. */
  readonly model?: LayersModel | undefined;
}

const KNOWN: OptionKinds<ModelCheckpointOptions> = {
  ...MONITOR_OPTIONS,
  bestOnly: "boolean",
  every: "object",
  keep: "number",
  model: "object",
};

/** What the callback remembers between epochs. */
interface CheckpointState extends KeptCheckpoints {
  readonly bestValue: number | undefined;
}

/**
 * Saves the model during a run: the best, every so many epochs or steps, or the newest few.
 *
 * A path that ends in `.keras`, `.h5` or `.hdf5` is a file of Keras, any other a folder in tfjs's format. It may have
 * numbers of the run in it: `{epoch:03d}`, `{steps}`, and by name all that the epoch logs, such as `{val_auc:.4f}`.
 * Epochs count from 0, as in the logs. A checkpoint at the path of an earlier one replaces it.
 *
 * Each path always has a complete model, even after a crash or Ctrl-C during a save. Its metadata have the epoch and the
 * logs. If nothing can be written there, the run fails before its first epoch. A resumed run continues with the best
 * value and the list of checkpoints.
 *
 * @param path - The path or address of a checkpoint, or its template.
 * @throws TypeError if `path` is not a path; RangeError if the template has an unknown name or format, or the run does not
 * log the monitored metric.
 * @see Keras, `ModelCheckpoint`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 * import { modelCheckpoint } from "@tensorloom/training/node";
 * import { mkdtempSync, readdirSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(3), shape: [1] } };
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * const data = fromArray([batch]);
 * const callbacks = [
 *   modelCheckpoint(join(folder, "best")),
 *   modelCheckpoint(join(folder, "epoch-{epoch:02d}"), { every: { epochs: 1 }, keep: 2 }),
 * ];
 * await fit(model, { train: data, validation: data, epochs: 5, loss: meanSquaredError(), callbacks });
 * const saved = readdirSync(folder).sort();
 * rmSync(folder, { recursive: true });
 * saved; // => ["best", "epoch-03", "epoch-04"]
 * ```
 */
export function modelCheckpoint(path: string, options: ModelCheckpointOptions = {}): Callback {
  const { every, keep = Infinity } = checkOptions("modelCheckpoint", options, KNOWN);
  checkMonitor("modelCheckpoint", options);
  const { bestOnly = every === undefined } = options;
  const template = parsePathTemplate("modelCheckpoint: path", checkPlace("modelCheckpoint: path", path));
  const interval = resolveInterval("modelCheckpoint", every, bestOnly);
  if (keep !== Infinity) {
    integer("modelCheckpoint: keep", keep, 1);
    if (!template.varies)
      throw new RangeError(`modelCheckpoint: keep needs a path with a number, such as ${numbered(path)}`);
  }
  const isRanked = bestOnly || (keep !== Infinity && interval.epochs !== undefined);
  let monitor: Monitor | undefined;
  let kept = NO_CHECKPOINTS;
  let restored: CheckpointState | undefined;
  let steps = 0;

  async function save(
    { model }: TrainingRun,
    at: { readonly epoch: number; readonly steps: number; readonly logs: Readonly<Record<string, number>> },
    isBest: boolean,
  ): Promise<void> {
    const target = template.format({ ...at.logs, epoch: at.epoch, steps: at.steps });
    await saveModel(options.model ?? model, target, { metadata: at });
    const added = addCheckpoint(kept, target, isBest, keep);
    kept = added.kept;
    for (const old of added.removed) await removeModel(old);
  }

  return {
    name: "modelCheckpoint",
    state: (): CheckpointState => ({ ...kept, bestValue: monitor?.best }),
    restore(state) {
      restored = state as CheckpointState; // its own
    },
    async onBegin(run) {
      const { bestValue = options.baseline, paths, best } = restored ?? NO_STATE;
      kept = { paths, best };
      restored = undefined;
      steps = run.resumedAt?.steps ?? 0;
      const ranking = { ...options, monitor: options.monitor ?? defaultMonitor(run, bestOnly) };
      monitor = isRanked
        ? createMonitor("modelCheckpoint", run, { ...ranking, baseline: bestValue })
        : undefined;
      const logged = interval.steps === undefined ? run.loggedMetrics.map(({ name }) => name) : STEP_LOGS;
      template.checkNames(["epoch", "steps", ...logged]);
      await checkWritable(template.varies ? template.folder : template.format({}));
    },
    async onStepEnd({ epoch, meanLoss, learningRate }, run) {
      steps++;
      if (interval.steps === undefined || steps % interval.steps !== 0) return;
      await save(run, { epoch, steps, logs: { loss: meanLoss, learningRate } }, false);
    },
    async onEpochEnd({ epoch, steps: done, logs }, run) {
      if (interval.epochs === undefined || (epoch + 1) % interval.epochs !== 0) return;
      const isBest = monitor?.update(logs) === true;
      if (bestOnly && !isBest) return;
      await save(run, { epoch, steps: done, logs }, isBest);
    },
  };
}

const NO_STATE: CheckpointState = { ...NO_CHECKPOINTS, bestValue: undefined };

/** The path with the number of the epoch before a Keras file's extension. */
function numbered(path: string): string {
  const end = kerasFormatByName(path) === undefined ? path.length : path.lastIndexOf(".");
  return `${path.slice(0, end)}-{epoch:03d}${path.slice(end)}`;
}

/** What is known after a step. */
const STEP_LOGS = ["loss", "learningRate"];

/** Checkpoints that are all saved are ranked by the validation if there is one. */
function defaultMonitor({ loggedMetrics }: TrainingRun, bestOnly: boolean): string {
  return bestOnly || loggedMetrics.some(({ name }) => name === "val_loss") ? "val_loss" : "loss";
}

/** @throws FileWriteError or StorageError if no checkpoint can be written. */
async function checkWritable(path: string): Promise<void> {
  const isFile = kerasFormatByName(path) !== undefined;
  if (isFile) await probePlace(folderOf(path), nameOf(path));
  else await probePlace(path, "model.json");
}
