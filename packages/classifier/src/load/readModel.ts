import { isObject } from "@tensorloom/core/internal";
import { registerKerasActivations } from "@tensorloom/keras/internal";
import { restoreModel, weightBytes } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { parse } from "../format/classifierJson.ts";
import type { ModelFolder } from "./modelFolder.ts";

export const MODEL_FILE = "model.json";

/** How often `model.json` is read again if its weights have been replaced in the meantime. */
const TRIES = 3;

/** The parameter of `restoreModel`, but for the weights. */
type Saved = Parameters<typeof restoreModel>[0];
interface ModelJson extends Pick<Saved, "modelTopology" | "userDefinedMetadata"> {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: Saved["weightSpecs"];
  }[];
}

/**
 * Called while weights arrive, with the bytes so far and all of them.
 *
 * @inline
 */
export type OnProgress = (bytes: number, total: number) => void;

/**
 * Reads a layers-model.
 *
 * @throws ClassifierFileError if a file is missing or malformed.
 */
export async function readModel(folder: ModelFolder, onProgress?: OnProgress): Promise<LayersModel> {
  const file = folder.locate(MODEL_FILE);
  for (let tries = 1; ; tries++) {
    const json = await readJson(folder, file);
    const weightSpecs = json.weightsManifest.flatMap(({ weights }) => weights);
    const names = json.weightsManifest.flatMap(({ paths }) => paths);
    const expected = weightBytes(weightSpecs);
    const shards = await readShards(folder, names, (bytes) => {
      if (expected !== undefined) onProgress?.(bytes, expected);
    });
    const missing = shards.indexOf(undefined);
    if (missing >= 0 && tries < TRIES) continue; // a new save has removed them
    if (missing >= 0) throw new ClassifierFileError(folder.locate(names[missing]), "is missing");
    const weightData = concatenate(shards.filter((shard) => shard !== undefined));
    if (expected !== undefined && weightData.byteLength !== expected)
      throw new ClassifierFileError(
        file,
        `its weights must have ${String(expected)} bytes, got ${String(weightData.byteLength)}`,
      );
    registerKerasActivations(); // of models that were Keras files once
    return restoreModel({ ...json, weightSpecs, weightData });
  }
}

/** Reads the files of weights one after another, and counts their bytes. */
async function readShards(
  folder: ModelFolder,
  names: readonly string[],
  onBytes: (bytes: number) => void,
): Promise<readonly (Uint8Array | undefined)[]> {
  const shards: (Uint8Array | undefined)[] = [];
  let before = 0;
  for (const name of names) {
    if (!/^[^/\\]+$/.test(name))
      throw new ClassifierFileError(
        folder.locate(MODEL_FILE),
        `weights must lie beside it, got ${JSON.stringify(name)}`,
      );
    const shard = await folder.read(name, (bytes) => onBytes(before + bytes));
    before += shard?.length ?? 0;
    shards.push(shard);
  }
  return shards;
}

async function readJson(folder: ModelFolder, file: string): Promise<ModelJson> {
  const bytes = await folder.read(MODEL_FILE);
  if (bytes === undefined) throw new ClassifierFileError(file, "is missing");
  const json = parse(file, new TextDecoder().decode(bytes));
  if (!isObject(json) || !isObject(json["modelTopology"]) || !Array.isArray(json["weightsManifest"]))
    throw new ClassifierFileError(
      file,
      "has no modelTopology and weightsManifest, so it is not a layers-model",
    );
  if (json["format"] === "graph-model")
    throw new ClassifierFileError(file, "is a graph-model, not a layers-model");
  return json as unknown as ModelJson; // tfjs checks the rest
}

function concatenate(parts: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
