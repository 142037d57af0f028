import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkPlace, writePlace } from "@tensorloom/core/internal";
import { encodeKerasModel } from "@tensorloom/keras";

/**
 * Writes a model as an HDF5 file for Keras 3.
 *
 * Keras loads it with `keras.models.load_model`, or only the weights with `load_weights`; `readWeights` reads it too.
 * The file appears under its name only when it is complete, even if several processes write it. `encodeKerasModel` of
 * `@tensorloom/keras` says what is preserved.
 *
 * @param path - The file; Keras expects a name that ends in `.h5`.
 * @param model - A model of layers that Keras has.
 * @throws KerasModelError if Keras lacks a layer or an option; FileWriteError if the file cannot be written.
 * @see keras/src/legacy/saving/legacy_h5_format.py
 * @example
 * ```ts no-run
 * import { buildEfficientNet } from "@tensorloom/efficientnet";
 * import { writeKeras } from "@tensorloom/efficientnet/node";
 *
 * await writeKeras("model.h5", buildEfficientNet("B0", { preprocessing: "unit" }));
 * ```
 */
export async function writeKeras(path: string, model: LayersModel): Promise<void> {
  await writePlace(checkPlace("writeKeras: path", path), await encodeKerasModel(model, { format: "h5" }));
}
