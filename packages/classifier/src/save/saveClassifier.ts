import {
  checkOptions,
  checkPlace,
  joinPlace,
  kerasFormatByName,
  readPlace,
  writePlace,
} from "@tensorloom/core/internal";
import { type LayersModel, version_layers } from "@tensorflow/tfjs-layers";
import { saveModel } from "@tensorloom/training";
import { CLASSIFIER_FILE, METADATA_KEY, toJson } from "../format/classifierJson.ts";
import { modelCard, REPLACED } from "../format/modelCard.ts";
import { CLASSIFIER_OPTIONS, checkClassifier, type ClassifierOptions } from "../options/classifierOptions.ts";

/**
 * Saves a model with its labels, its preprocessing and a model card.
 *
 * The folder then has the model as `saveModel` of `@tensorloom/training` writes it (`model.json` and a file of
 * weights), `classifier.json`, and the card as `README.md`. It always holds one whole classifier: `model.json`, which names
 * the weights and holds the labels and the rest too, is replaced atomically. A `README.md` whose last line was removed is
 * yours, and stays.
 *
 * @throws TypeError or RangeError if the labels, the preprocessing or another option does not fit the model; NonFiniteError
 * if a weight contains NaN or an infinity; FileWriteError if the folder cannot be written.
 * @see Hugging Face, `save_pretrained`; fastai, `Learner.export`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { createPreprocess, loadClassifier, saveClassifier } from "@tensorloom/classifier";
 * import { mkdtemp } from "node:fs/promises";
 *
 * await useBackend("cpu");
 * const dense = layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "zeros" });
 * const model = sequential({ layers: [layers.flatten({ inputShape: [8, 8, 3] }), dense] });
 * const preprocess = createPreprocess({ height: 8, width: 8 });
 * const folder = await mkdtemp("/tmp/classifier-");
 * await saveClassifier(folder, model, { labels: ["benign", "malignant"], preprocess, thresholds: { malignant: 0.3 } });
 * const classifier = await loadClassifier(folder);
 * const black = { data: new Uint8Array(16 * 16 * 3), height: 16, width: 16, channels: 3 };
 * const scores = await classifier.classify(black);
 * scores.map(({ label, score, predicted }) => [label, score, predicted]); // => [["benign", 0.5, false], ["malignant", 0.5, true]]
 * ```
 */
export async function saveClassifier(
  folder: string,
  model: LayersModel,
  options: ClassifierOptions,
): Promise<void> {
  const place = checkPlace("saveClassifier: folder", folder);
  if (kerasFormatByName(place) !== undefined)
    throw new RangeError(
      `saveClassifier: folder must be a folder, got the name of a Keras file: ${folder}; ` +
        `a classifier is several files, so write saveModel(model, path) for the model alone`,
    );
  const head = checkClassifier(
    "saveClassifier",
    model,
    checkOptions("saveClassifier", options, CLASSIFIER_OPTIONS),
  );
  const json = toJson(randomSave(), { ...options, kind: head.kind });
  const card = modelCard(options, { head, parameters: model.countParams(), tfjs: version_layers });
  await saveModel(model, place, { metadata: { [METADATA_KEY]: json } });
  await writePlace(joinPlace(place, CLASSIFIER_FILE), `${JSON.stringify(json, undefined, 2)}\n`);
  await writeCard(joinPlace(place, "README.md"), card);
}

/** A random name of this save, which `model.json` and `classifier.json` share. */
function randomSave(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Writes the card, unless there is one that somebody else wrote or changed. */
async function writeCard(path: string, card: string): Promise<void> {
  const before = await readPlace(path).catch(() => undefined); // writing reports what is wrong with the path
  if (before === undefined || new TextDecoder().decode(before).trimEnd().endsWith(REPLACED))
    await writePlace(path, card);
}
