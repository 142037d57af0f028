import type { LayersModel } from "@tensorflow/tfjs-layers";
import { join } from "node:path";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkPath, makeFolder, openAtomicFile } from "@tensorloom/core/internal/node";
import type { Callback } from "../callbacks/callback.ts";
import { type Monitor, createMonitor, type MonitorOptions } from "../callbacks/monitor.ts";
import { saveModel } from "./saveModel.ts";

/**
 * Options of {@link modelCheckpoint}.
 *
 * @inline
 */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Whether to save only if the monitored metric is the best so far. Default true. */
  readonly bestOnly?: boolean | undefined;
  /** The model to save, such as a whole network of which only the head is trained. Default: the trained model. */
  readonly model?: LayersModel | undefined;
}

const KNOWN: OptionKinds<ModelCheckpointOptions> = {
  monitor: "string",
  mode: "string",
  minDelta: "number",
  baseline: "number",
  bestOnly: "boolean",
  model: "object",
};

/**
 * Saves the model to a folder after each best epoch.
 *
 * The folder always contains a complete model, even after a crash or Ctrl-C during a save. Its metadata have the epoch and
 * the logs. If the folder cannot be written, the run fails before its first epoch.
 *
 * @throws TypeError if `folder` is not a path; RangeError if the run does not log the monitored metric.
 * @see Keras, `ModelCheckpoint(save_best_only=True)`
 * @example
 * ```ts
 * import { modelCheckpoint } from "@tensorloom/training/node";
 *
 * const best = modelCheckpoint("out/model", { monitor: "val_auc" });
 * typeof best.onEpochEnd; // => "function"
 * ```
 */
export function modelCheckpoint(folder: string, options: ModelCheckpointOptions = {}): Callback {
  const { bestOnly = true } = checkOptions("modelCheckpoint", options, KNOWN);
  checkPath("modelCheckpoint: folder", folder);
  let monitor: Monitor | undefined;
  return {
    async onBegin(run) {
      monitor = bestOnly ? createMonitor("modelCheckpoint", run, options) : undefined;
      await makeFolder(folder);
      await (await openAtomicFile(join(folder, "model.json"))).discard(); // throws if the folder cannot be written
    },
    async onEpochEnd({ epoch, steps, logs }, { model }) {
      if (monitor?.update(logs) === false) return;
      await saveModel(options.model ?? model, folder, { metadata: { epoch, steps, logs } });
    },
  };
}
