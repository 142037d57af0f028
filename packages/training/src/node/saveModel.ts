import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { refuseNonFiniteModel } from "../nonFiniteChecks.ts";
import { writeWhole } from "./writeWhole.ts";

/** What {@link saveModel} adds. */
export interface SaveModelOptions {
  /** Plain JSON kept with the model: `model.getUserDefinedMetadata()` gives it back. */
  readonly metadata?: object | undefined;
}

/**
 * Saves a model to a folder, as the `model.json` and weights that stock tfjs loads.
 *
 * The folder holds a whole model at every moment: weights go to a file named by their hash, then `model.json`, which
 * names it, is replaced in one step, then the weights of the model before are removed.
 *
 * @throws NonFiniteError if a weight holds NaN or an infinity; then nothing is written. Error of the file system where the folder cannot be written.
 * @see tfjs, `LayersModel.save`; the layers-model format
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { loadModel, saveModel } from "@tensorloom/training/node";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { mkdtemp } from "node:fs/promises";
 *
 * await useBackend("cpu");
 * const folder = await mkdtemp("/tmp/model-");
 * await saveModel(sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] }), folder);
 * (await loadModel(folder)).countParams(); // => 3
 * ```
 */
export async function saveModel(
  model: LayersModel,
  folder: string,
  options: SaveModelOptions = {},
): Promise<void> {
  await refuseNonFiniteModel(model, { who: "saveModel", phase: "saving" });
  const artifacts = await artifactsOf(model);
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData));
  const weights = `weights.${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.bin`;
  const json = {
    modelTopology: artifacts.modelTopology,
    format: artifacts.format,
    generatedBy: artifacts.generatedBy,
    convertedBy: artifacts.convertedBy,
    ...(options.metadata === undefined ? {} : { userDefinedMetadata: options.metadata }),
    weightsManifest: [{ paths: [weights], weights: artifacts.weightSpecs }],
  };
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, weights), bytes);
  await writeWhole(join(folder, "model.json"), JSON.stringify(json));
  for (const file of await readdir(folder)) {
    if (isOurs(file) && file !== weights) await rm(join(folder, file), { force: true });
  }
}

/** Weights of a model saved here before, or what a crash left of one. */
function isOurs(file: string): boolean {
  return /^(weights\.[0-9a-f]{16}\.bin|model\.json)(\.part-\d+)?$/.test(file) && file !== "model.json";
}

async function artifactsOf(model: LayersModel): Promise<io.ModelArtifacts> {
  const caught: io.ModelArtifacts[] = [];
  await model.save(
    io.withSaveHandler((artifacts) => {
      caught.push(artifacts);
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  return caught[0];
}
