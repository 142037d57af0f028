import type { LayersModel } from "@tensorflow/tfjs-layers";
import { join } from "node:path";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkPath, makeFolder, openAtomicFile } from "@tensorloom/core/internal/node";
import type { Callback } from "../callbacks/callback.ts";
import { type Monitor, createMonitor, type MonitorOptions } from "../callbacks/monitor.ts";
import { saveModel } from "./saveModel.ts";

/**
 * When {@link modelCheckpoint} saves.
 *
 * @inline
 */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Only where the monitor is the best so far (default), or after every epoch. */
  readonly bestOnly?: boolean;
  /** What to save; default: the model that is trained. A whole network, where its head alone is. */
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
 * Saves the whole model to a folder after each epoch that is the best so far.
 *
 * The folder always holds a whole model, also after a crash or Ctrl-C in the middle of a save. Its metadata say of which
 * epoch it is and what that logged. A folder that cannot be written ends the run before it begins.
 *
 * @throws TypeError if `folder` is no path; RangeError if the run logs no number of the monitor's name.
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
      await (await openAtomicFile(join(folder, "model.json"))).discard(); // can it be written?
    },
    async onEpochEnd({ epoch, steps, logs }, { model }) {
      if (monitor?.update(logs) === false) return;
      await saveModel(options.model ?? model, folder, { metadata: { epoch, steps, logs } });
    },
  };
}
