import { checkOptions } from "@tensorloom/core/internal";
import { checkPath } from "@tensorloom/core/internal/node";
import { writeFileAtomic } from "@tensorloom/core/node";
import { kerasFormatByName } from "@tensorloom/keras/internal";
import { type LayersModel, version_layers } from "@tensorflow/tfjs-layers";
import { saveModel } from "@tensorloom/training/node";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CLASSIFIER_FILE, METADATA_KEY, toJson } from "../format/classifierJson.ts";
import { modelCard, REPLACED } from "../format/modelCard.ts";
import { CLASSIFIER_OPTIONS, checkClassifier, type ClassifierOptions } from "../options/classifierOptions.ts";

/**
 * Saves a model with its labels, its preprocessing and a model card.
 *
 * The folder then has the model as `saveModel` of `@tensorloom/training/node` writes it (`model.json` and a file of
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
 * import { createPreprocess } from "@tensorloom/classifier";
 * import { loadClassifier, saveClassifier } from "@tensorloom/classifier/node";
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
  checkPath("saveClassifier: folder", folder);
  if (kerasFormatByName(folder) !== undefined)
    throw new RangeError(
      `saveClassifier: folder must be a folder, got the name of a Keras file: ${folder}; ` +
        `a classifier is several files, so write saveModel(model, path) for the model alone`,
    );
  const head = checkClassifier(
    "saveClassifier",
    model,
    checkOptions("saveClassifier", options, CLASSIFIER_OPTIONS),
  );
  const json = toJson(randomBytes(8).toString("hex"), { ...options, kind: head.kind });
  const card = modelCard(options, { head, parameters: model.countParams(), tfjs: version_layers });
  await saveModel(model, folder, { metadata: { [METADATA_KEY]: json } });
  await writeFileAtomic(join(folder, CLASSIFIER_FILE), `${JSON.stringify(json, undefined, 2)}\n`);
  await writeCard(join(folder, "README.md"), card);
}

/** Writes the card, unless there is one that somebody else wrote or changed. */
async function writeCard(path: string, card: string): Promise<void> {
  const before = await readFile(path, "utf8").catch(() => undefined); // writing reports what is wrong with the path
  if (before === undefined || before.trimEnd().endsWith(REPLACED)) await writeFileAtomic(path, card);
}
