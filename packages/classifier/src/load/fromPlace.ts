import {
  describeSystemError,
  folderOf,
  joinPlace,
  nameOf,
  readPlaceIfAny,
  statPlace,
} from "@tensorloom/core/internal";
import { loadModel } from "@tensorloom/training";
import type { Classifier } from "../classifier/classifier.ts";
import type { EngineOptions } from "../classifier/createClassifier.ts";
import { ownClassifier } from "./ownClassifier.ts";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { CLASSIFIER_FILE } from "../format/classifierJson.ts";

/** Loads a classifier from a folder, or from the `model.json` in it: a path, or an address of a storage. */
export async function loadFromPlace(
  place: string,
  options: EngineOptions,
  signal: AbortSignal | undefined,
): Promise<Classifier> {
  const model = await loadModel(place);
  const isFile = nameOf(place).endsWith(".json") && (await statPlace(place))?.kind === "file";
  const modelFile = isFile ? place : joinPlace(place, "model.json");
  const file = joinPlace(folderOf(modelFile), CLASSIFIER_FILE);
  return ownClassifier(model, options, async () => {
    const text = await readText(file);
    signal?.throwIfAborted();
    return { file, text, modelFile, metadata: model.getUserDefinedMetadata() };
  });
}

/** The text of a file; undefined if there is no such file. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const bytes = await readPlaceIfAny(file);
    return bytes && new TextDecoder().decode(bytes);
  } catch (error) {
    throw new ClassifierFileError(file, `cannot be read: ${describeSystemError(error)}`, { cause: error });
  }
}
