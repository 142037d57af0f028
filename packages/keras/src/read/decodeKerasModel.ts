import { shown } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { FileProblem } from "../errors/fileProblem.ts";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { buildModel } from "./buildModel.ts";
import { kerasFormat } from "./kerasFormat.ts";
import { readModelArchive, readModelHdf5 } from "./readFile.ts";

/**
 * Decodes a whole Keras model: the bytes of a `.keras` or `.h5` file.
 *
 * The model has Keras's layers and weights under Keras's names, and frozen layers are frozen. `Normalization` becomes
 * `Rescaling`, and layers that act only in training, such as `RandomFlip`, pass their input on. The optimizer is not
 * read.
 *
 * @param bytes - The file. Its first bytes determine the format, not its name.
 * @returns The model. `model.getUserDefinedMetadata()` returns what `encodeKerasModel` stored with it.
 * @throws KerasModelError if the file is damaged, has no model, or has layers that TensorFlow.js lacks: its message
 * lists them all.
 * @see keras/src/saving/saving_lib.py, keras/src/legacy/saving/legacy_h5_format.py
 * @example
 * ```ts no-run
 * import { useBackend } from "@tensorloom/backend";
 * import { decodeKerasModel } from "@tensorloom/keras";
 *
 * await useBackend();
 * const response = await fetch("model.keras");
 * const model = await decodeKerasModel(new Uint8Array(await response.arrayBuffer()));
 * model.summary();
 * ```
 */
export async function decodeKerasModel(bytes: Uint8Array): Promise<LayersModel> {
  const value: unknown = bytes;
  if (!(value instanceof Uint8Array))
    throw new TypeError(`decodeKerasModel: bytes must be a Uint8Array, got ${shown(value)}${suggest(value)}`);
  const format = kerasFormat(bytes);
  try {
    if (format === "h5") return await readModelHdf5(bytes, buildModel);
    if (format === "keras") return await readModelArchive(bytes, buildModel);
    throw new FileProblem(bytes.length === 0 ? "is empty" : "is neither HDF5 nor a .keras archive");
  } catch (cause) {
    if (cause instanceof KerasModelError) throw cause;
    const problem = cause instanceof FileProblem ? cause.message : "is damaged";
    throw new KerasModelError(`decodeKerasModel: the file ${problem}`, [], { cause });
  }
}

function suggest(value: unknown): string {
  if (typeof value === "string") return "; in Node, write loadModel(path) of @tensorloom/training/node";
  return value instanceof ArrayBuffer ? "; write new Uint8Array(buffer)" : "";
}
