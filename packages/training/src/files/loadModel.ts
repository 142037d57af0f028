import type { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { restoreModel, weightBytes } from "@tensorloom/graph/internal";
import { checkPlace } from "@tensorloom/core/internal";
import { resolveManifest, readModelFile } from "./modelFile.ts";
import { ModelFileError } from "./modelFileError.ts";

/**
 * Loads a model that `saveModel`, `modelCheckpoint`, Keras, tfjs or tfjs's converter wrote.
 *
 * The path is a folder in tfjs's format, its `model.json`, or a Keras file, `.keras` or `.h5`; the first bytes of a file
 * determine which. `decodeKerasModel` of `@tensorloom/keras` says what of Keras is read.
 *
 * Other processes may save to the folder at the same time: the loaded model is always that of one save. Layers and models
 * that were frozen are frozen again, each layer by its own flag: `inner.trainable = true` alone does not unfreeze the
 * layers of a loaded model, but `unfreeze(inner)` of `@tensorloom/efficientnet` does. A layer that two inner models share
 * is loaded as two layers with equal weights. Custom layers must be registered first; importing their package does that.
 *
 * @param path - The folder, the `model.json` in it, or a Keras file: a path, or an address such as `s3://models/moles`.
 * @throws ModelFileError if a file is missing or malformed, has too few or too many bytes, contains a weight that is NaN
 * or infinite, or has layers that TensorFlow.js lacks; TypeError if `path` is not a path.
 * @example
 * ```ts no-run
 * import { useBackend } from "@tensorloom/backend";
 * import { predict } from "@tensorloom/training";
 * import { loadModel } from "@tensorloom/training/node";
 *
 * await useBackend();
 * const model = await loadModel("out/best");
 * const outputs = await predict(model, batches);
 * ```
 */
export async function loadModel(path: string): Promise<LayersModel> {
  const place = checkPlace("loadModel: path", path);
  const { isKerasFile, loadKerasFile } = await import("./kerasFile.ts"); // Keras's formats load when they are used
  if (await isKerasFile(place)) return loadKerasFile(place);
  const { registerKerasActivations } = await import("@tensorloom/keras/internal");
  registerKerasActivations(); // of models that were Keras files once
  const { file, json, weights } = await readModelFile(await resolveManifest(place));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  checkSize(file, weightSpecs, weights.length);
  const model = await restoreModel({ ...json, weightSpecs, weightData: weights.buffer });
  try {
    await assertFiniteWeights(file, model);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

async function assertFiniteWeights(file: string, model: LayersModel): Promise<void> {
  for (const weight of new Set(model.weights)) {
    const numbers = await weight.read().data();
    const at = numbers.findIndex((number) => !Number.isFinite(number));
    if (at >= 0)
      throw new ModelFileError(
        file,
        `weight ${weight.originalName} must hold finite numbers, got ${String(numbers[at])} at ${String(at)}`,
      );
  }
}

function checkSize(file: string, specs: readonly io.WeightsManifestEntry[], got: number): void {
  const expected = weightBytes(specs);
  if (expected === undefined || got === expected) return; // tfjs decodes weights that its converter quantized
  throw new ModelFileError(file, `its weights must have ${String(expected)} bytes, got ${String(got)}`);
}
