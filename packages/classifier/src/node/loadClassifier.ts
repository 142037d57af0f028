import { checkOptions, errorCode, errorMessage, type OptionKinds } from "@tensorloom/core/internal";
import { checkPath } from "@tensorloom/core/internal/node";
import { loadModel } from "@tensorloom/training/node";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Classifier } from "../classifier/classifier.ts";
import { ENGINE_OPTIONS, type EngineOptions } from "../classifier/createClassifier.ts";
import { ownClassifier } from "../load/ownClassifier.ts";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { CLASSIFIER_FILE } from "../format/classifierJson.ts";

const KNOWN: OptionKinds<EngineOptions> = ENGINE_OPTIONS;

/**
 * Loads a classifier that `saveClassifier` wrote.
 *
 * Other processes may save to the folder at the same time: labels, preprocessing and weights are always of one save.
 * Edits of `classifier.json` count: another threshold, a better label. Its `dispose` frees the model too.
 *
 * @param folder - The folder, or the `model.json` in it.
 * @throws ModelFileError if the model is missing or malformed; ClassifierFileError if `classifier.json` is malformed, of an
 * unknown version, or does not fit the model; TypeError if `folder` is not a path.
 * @example
 * ```ts no-run
 * import { useBackend } from "@tensorloom/backend";
 * import { loadClassifier } from "@tensorloom/classifier/node";
 *
 * await useBackend();
 * const classifier = await loadClassifier("out/skin");
 * const [best] = await classifier.classify("photo.jpg");
 * console.log(best.label, best.score);
 * await classifier.dispose();
 * ```
 */
export async function loadClassifier(folder: string, options: EngineOptions = {}): Promise<Classifier> {
  checkOptions("loadClassifier", options, KNOWN);
  const advise = (address: string): string =>
    address.startsWith("http") ? 'import loadClassifier from "@tensorloom/classifier" to fetch it' : "";
  checkPath("loadClassifier: folder", folder, advise);
  const model = await loadModel(folder);
  const isFolder = (await stat(folder)).isDirectory();
  const modelFile = isFolder ? join(folder, "model.json") : folder;
  const file = join(dirname(modelFile), CLASSIFIER_FILE);
  return ownClassifier(model, options, async () => ({
    file,
    text: await readText(file),
    modelFile,
    metadata: model.getUserDefinedMetadata(),
  }));
}

/** The text of a file; undefined if there is no such file. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw new ClassifierFileError(file, `cannot be read: ${errorMessage(error)}`, { cause: error });
  }
}
