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
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, predict } from "@tensorloom/training";
 * import { loadModel, modelCheckpoint } from "@tensorloom/training/node";
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(3), shape: [1, 1] }, targets: { data: Float32Array.of(3), shape: [1] } };
 * const folder = mkdtempSync(join(tmpdir(), "model-"));
 * const callbacks = [modelCheckpoint(folder, { monitor: "val_loss" })];
 * const data = fromArray([batch]);
 * await fit(model, { train: data, validation: data, epochs: 2, loss: meanSquaredError(), callbacks });
 * const best = await loadModel(folder);
 * rmSync(folder, { recursive: true });
 * (await predict(best, data)).outputs.data; // => Float32Array.of(3)
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
