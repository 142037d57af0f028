import { FileWriteError } from "@tensorloom/core/node";
import { openAtomicFile } from "@tensorloom/core/internal/node";
import { stat, truncate } from "node:fs/promises";
import { getSystemErrorMap } from "node:util";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Writes a model as an HDF5 file for Keras 3.
 *
 * Keras loads it with `keras.models.load_model`, or only the weights with `load_weights`; `readWeights` reads it too.
 * Inner models, shared layers and frozen layers are preserved; the optimizer is not stored. The file appears under its
 * name only when it is complete, even if several processes write it.
 *
 * @param path - The file; Keras expects a name that ends in `.h5`.
 * @param model - A model of stock layers; Keras cannot load others.
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
  const { writeHdf5 } = await import("./writeHdf5.ts"); // 4 MB of WebAssembly
  const file = await openAtomicFile(path);
  try {
    await writeHdf5(file.temporaryPath, model).catch(async (cause: unknown) => {
      const { size } = await stat(file.temporaryPath);
      await truncate(file.temporaryPath).catch(() => undefined); // HDF5 keeps the file open, which would keep its disk space
      throw new FileWriteError(path, size, systemError(cause));
    });
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** The system's error, which HDF5 quotes inside its own message. */
function systemError(cause: unknown): unknown {
  const sentence = /errno = \d+, error message = '([^']+)'/.exec(String(cause))?.[1].toLowerCase();
  if (sentence === undefined) return cause;
  const code = [...getSystemErrorMap().values()].find(([, known]) => known === sentence)?.[0]; // HDF5's numbers are not the system's
  return Object.assign(new Error(sentence, { cause }), { code });
}
