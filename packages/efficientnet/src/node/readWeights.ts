import { decodeKerasWeights, FileProblem, kerasFormat } from "@tensorloom/keras/internal";
import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { readTfjsManifest } from "./tfjs/tfjsManifest.ts";
import { WeightsFileError } from "./format/weightsFileError.ts";

/** The number of first bytes that determine the format. */
const SIGNATURE_BYTES = 8;

const MANIFESTS = ["model.json", "weights_manifest.json"] as const;

/**
 * Reads a network's weights by name from a file or folder.
 *
 * Formats: Keras HDF5 (weights in the legacy layout, a whole model, Keras 3's `.weights.h5`), `.keras` archives, and
 * tfjs: a `model.json` with or without a topology, a `weights_manifest.json`, or the folder that contains one.
 *
 * @param path - The file or the folder.
 * @returns Weights for `loadWeights`.
 * @throws WeightsFileError if the file is missing, damaged, or in another format.
 * @see keras/src/legacy/saving/legacy_h5_format.py, keras/src/saving/saving_lib.py, tfjs-core/src/io/types.ts
 * @example
 * ```ts no-run
 * import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
 * import { readWeights } from "@tensorloom/efficientnet/node";
 *
 * const model = buildEfficientNet("B0", { preprocessing: "imagenet", initialWeights: "zeros" });
 * loadWeights(model, await readWeights("efficientnetb0.h5"));
 * ```
 */
export async function readWeights(path: string): Promise<NamedWeights> {
  if (await isFolder(path)) return readTfjsManifest(await manifestIn(path));
  if (path.endsWith(".json")) return readTfjsManifest(path);
  const start = await firstBytes(path);
  if (start.length === 0) throw new WeightsFileError(path, "is empty");
  if (kerasFormat(start) === undefined)
    throw new WeightsFileError(path, "is neither HDF5 nor a .keras archive nor a tfjs manifest");
  try {
    return await decodeKerasWeights(await readFile(path));
  } catch (cause) {
    if (cause instanceof FileProblem) throw new WeightsFileError(path, cause.message, { cause });
    throw cause;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new WeightsFileError(path, "no such file or folder", { cause });
  }
}

async function manifestIn(folder: string): Promise<string> {
  for (const name of MANIFESTS) {
    const path = join(folder, name);
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path;
  }
  throw new WeightsFileError(folder, `expected ${MANIFESTS.join(" or ")} in the folder, found neither`);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
