import type { LayersModel } from "@tensorflow/tfjs-layers";
import { describeSystemError, makeFolder } from "@tensorloom/core/internal/node";
import { writeFileAtomic } from "@tensorloom/core/node";
import { decodeKerasModel, encodeKerasModel, KerasModelError } from "@tensorloom/keras";
import { kerasFormat, kerasFormatByName } from "@tensorloom/keras/internal";
import { open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ModelFileError } from "./modelFileError.ts";

/** Writes a Keras file; it appears under its name only when it is complete. */
export async function saveKerasFile(
  model: LayersModel,
  path: string,
  format: "keras" | "h5",
  metadata: object | undefined,
): Promise<void> {
  const bytes = await encodeKerasModel(model, { format, metadata });
  await makeFolder(dirname(path));
  await writeFileAtomic(path, bytes);
}

/** Whether a path is a Keras file by its first bytes or its name, and not a folder. */
export async function isKerasFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return false;
  if (kerasFormatByName(path) !== undefined) return true;
  if (found === undefined) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return kerasFormat(buffer.subarray(0, bytesRead)) !== undefined;
  } finally {
    await file.close();
  }
}

/**
 * Loads a Keras file.
 *
 * @throws ModelFileError if it is missing or damaged, or has layers that TensorFlow.js lacks.
 */
export async function loadKerasFile(path: string): Promise<LayersModel> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelFileError(path, `cannot be read: ${describeSystemError(cause)}`, { cause });
  });
  try {
    return await decodeKerasModel(bytes);
  } catch (cause) {
    if (!(cause instanceof KerasModelError)) throw cause;
    throw new ModelFileError(path, cause.message.replace(/^decodeKerasModel: (the file )?/, ""), { cause });
  }
}
