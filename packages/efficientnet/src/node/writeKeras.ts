import { open, rename, rm } from "node:fs/promises";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Writes a model as a whole Keras HDF5 file: its layers and its weights, without its optimizer.
 *
 * Keras loads it with `keras.models.load_model`, or takes the weights alone with `load_weights`; so does `readWeights`.
 * The file appears under its name only when it is complete.
 *
 * @param path - Where to write; Keras wants it to end in `.h5`.
 * @param model - Of stock layers; what Keras does not know, it will not load.
 * @throws what the file system says where the file cannot be written.
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
  const { writeHdf5 } = await import("./writeHdf5.ts"); // brings 4 MB of WebAssembly
  const part = `${path}.part`;
  await (await open(part, "w")).close(); // the file system explains itself better than HDF5 does
  try {
    await writeHdf5(part, model);
    await flush(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
