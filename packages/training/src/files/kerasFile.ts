import type { LayersModel } from "@tensorflow/tfjs-layers";
import { StorageError, storageOf } from "@tensorloom/core";
import {
  describeSystemError,
  folderOf,
  isAddress,
  kerasFormatByName,
  makePlace,
  readPlace,
  statPlace,
  writePlace,
} from "@tensorloom/core/internal";
import { decodeKerasModel, encodeKerasModel, KerasModelError } from "@tensorloom/keras";
import { kerasFormat } from "@tensorloom/keras/internal";
import { ModelFileError } from "./modelFileError.ts";

/** Writes a Keras file; it appears under its name only when it is complete. */
export async function saveKerasFile(
  model: LayersModel,
  path: string,
  format: "keras" | "h5",
  metadata: object | undefined,
): Promise<void> {
  const bytes = await encodeKerasModel(model, { format, metadata });
  await makePlace(folderOf(path));
  await writePlace(path, bytes);
}

/** Whether a path is a Keras file by its first bytes or its name, and not a folder. */
export async function isKerasFile(path: string): Promise<boolean> {
  if (isAddress(path)) return kerasFormatByName(path) !== undefined || startsAsKeras(path);
  const found = await statPlace(path);
  if (found?.kind === "folder") return false;
  return kerasFormatByName(path) !== undefined || (found !== undefined && startsAsKeras(path));
}

/** Whether the first bytes of a file or an object are Keras's. */
async function startsAsKeras(place: string): Promise<boolean> {
  try {
    const start = await (await storageOf(place)).read(place, { length: 8 });
    return kerasFormat(start) !== undefined;
  } catch (error) {
    if (error instanceof StorageError && error.kind === "not-found") return false;
    throw error;
  }
}

/**
 * Loads a Keras file.
 *
 * @throws ModelFileError if it is missing or damaged, or has layers that TensorFlow.js lacks.
 */
export async function loadKerasFile(path: string): Promise<LayersModel> {
  const bytes = await readPlace(path).catch((cause: unknown) => {
    throw new ModelFileError(path, `cannot be read: ${describeSystemError(cause)}`, { cause });
  });
  try {
    return await decodeKerasModel(bytes);
  } catch (cause) {
    if (!(cause instanceof KerasModelError)) throw cause;
    throw new ModelFileError(path, cause.message.replace(/^decodeKerasModel: (the file )?/, ""), { cause });
  }
}
