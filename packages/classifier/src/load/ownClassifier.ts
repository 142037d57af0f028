import { checkOptions, errorMessage } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Classifier } from "../classifier/classifier.ts";
import { buildClassifier, type EngineOptions } from "../classifier/createClassifier.ts";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { findOptions, type Sources } from "../format/classifierJson.ts";
import { CLASSIFIER_OPTIONS } from "../options/classifierOptions.ts";

/**
 * Builds a classifier that owns its model, which has been loaded. If that fails, the model is disposed.
 *
 * @throws ClassifierFileError if there are no options for this model, or they do not fit it.
 */
export async function ownClassifier(
  model: LayersModel,
  engine: EngineOptions,
  readSources: () => Promise<Sources>,
): Promise<Classifier> {
  try {
    const { file, options } = findOptions(await readSources());
    try {
      const known = checkOptions("classifier", options, CLASSIFIER_OPTIONS);
      return buildClassifier("classifier", model, known, engine, () => model.dispose());
    } catch (error) {
      throw new ClassifierFileError(file, errorMessage(error), { cause: error });
    }
  } catch (error) {
    model.dispose();
    throw error;
  }
}
