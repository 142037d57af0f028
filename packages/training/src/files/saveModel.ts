import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { topologyOf } from "@tensorloom/graph/internal";
import {
  checkOptions,
  checkPlace,
  joinPlace,
  kerasFormatByName,
  makePlace,
  type OptionKinds,
  writePlace,
} from "@tensorloom/core/internal";
import { randomHex } from "./randomHex.ts";
import { checkModel } from "../model/checkModel.ts";
import { assertFiniteModel } from "../nonFinite/assertFinite.ts";
import { ensureWeights, removeStaleWeights, readWeightsNames } from "./weightsFiles.ts";

/**
 * Options of {@link saveModel}.
 *
 * @inline
 */
export interface SaveModelOptions {
  /** Plain JSON to store with the model. `model.getUserDefinedMetadata()` returns it after loading. */
  readonly metadata?: object | undefined;
}

const KNOWN: OptionKinds<SaveModelOptions> = { metadata: "object" };

/**
 * Saves a model to a Keras file, or to a folder in tfjs's format.
 *
 * A path that ends in `.keras`, `.h5` or `.hdf5` is a file for `keras.models.load_model`, as `encodeKerasModel` of
 * `@tensorloom/keras` writes it; it is replaced atomically. Any other path is a folder. It contains a complete model at
 * any time, even while several processes save and load there: the weights are written to a new file, then `model.json`,
 * which names it, is replaced atomically, then the old weights are removed. The last save wins. `model.json` records
 * `trainable: false` for each frozen layer or model.
 *
 * @param path - A Keras file, or a folder: a path, or an address such as `s3://models/moles`.
 * @throws NonFiniteError if a weight contains NaN or an infinity; FileWriteError if the file or folder cannot be written;
 * KerasModelError if a Keras file is asked for and Keras lacks a layer. Then nothing is replaced. TypeError if `path` is
 * not a path.
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
 * await saveModel(await loadModel(folder), `${folder}/model.keras`); // for Python
 * ```
 */
export async function saveModel(
  model: LayersModel,
  path: string,
  options: SaveModelOptions = {},
): Promise<void> {
  const { metadata } = checkOptions("saveModel", options, KNOWN);
  checkModel("saveModel", model);
  const place = checkPlace("saveModel: path", path);
  await assertFiniteModel(model, { caller: "saveModel", phase: "saving" });
  const format = kerasFormatByName(place);
  if (format === undefined) await saveFolder(model, place, metadata);
  else {
    const { saveKerasFile } = await import("./kerasFile.ts"); // Keras's formats load when they are used
    await saveKerasFile(model, place, format, metadata);
  }
}

async function saveFolder(model: LayersModel, folder: string, metadata: object | undefined): Promise<void> {
  const artifacts = await collectArtifacts(model);
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData));
  const weights = `weights.${randomHex(8)}.bin`;
  const json = {
    modelTopology: topologyOf(model),
    format: artifacts.format,
    generatedBy: artifacts.generatedBy,
    convertedBy: artifacts.convertedBy,
    ...(metadata === undefined ? {} : { userDefinedMetadata: metadata }),
    weightsManifest: [{ paths: [weights], weights: artifacts.weightSpecs }],
  };
  const manifest = joinPlace(folder, "model.json");
  await makePlace(folder);
  await writePlace(joinPlace(folder, weights), bytes);
  const before = await readWeightsNames(manifest);
  await writePlace(manifest, JSON.stringify(json));
  await removeStaleWeights(folder, before, weights);
  await ensureWeights(folder, weights, bytes);
}

async function collectArtifacts(model: LayersModel): Promise<io.ModelArtifacts> {
  const caught: io.ModelArtifacts[] = [];
  await model.save(
    io.withSaveHandler((artifacts) => {
      caught.push(artifacts);
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  return caught[0];
}
