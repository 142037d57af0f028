import { FileWriteError } from "@tensorloom/core/node";
import { openAtomicFile } from "@tensorloom/core/internal/node";
import { stat, truncate } from "node:fs/promises";
import { getSystemErrorMap } from "node:util";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Writes a model as a whole HDF5 file for Keras 3: its layers and its weights, without its optimizer.
 *
 * Keras loads it with `keras.models.load_model`, or takes the weights alone with `load_weights`; so does `readWeights`.
 * Models inside models, layers that are used several times, and frozen layers come back as they are. The file appears
 * under its name only when it is complete, also if several processes write it.
 *
 * @param path - Where to write; Keras wants it to end in `.h5`.
 * @param model - Of stock layers; what Keras does not know, it will not load.
 * @throws FileWriteError if the file cannot be written.
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
  const file = await openAtomicFile(path);
  try {
    await writeHdf5(file.temporaryPath, model).catch(async (cause: unknown) => {
      const { size } = await stat(file.temporaryPath);
      await truncate(file.temporaryPath).catch(() => undefined); // HDF5 keeps it open, which would keep its space
      throw new FileWriteError(path, size, systemError(cause));
    });
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** What the system said, which HDF5 quotes in the middle of its own words. */
function systemError(cause: unknown): unknown {
  const sentence = /errno = \d+, error message = '([^']+)'/.exec(String(cause))?.[1].toLowerCase();
  if (sentence === undefined) return cause;
  const code = [...getSystemErrorMap().values()].find(([, known]) => known === sentence)?.[0]; // its numbers are not the system's
  return Object.assign(new Error(sentence, { cause }), { code });
}
