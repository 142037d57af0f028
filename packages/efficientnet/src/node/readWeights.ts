import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { readTfjsManifest } from "./tfjs/tfjsManifest.ts";
import { WeightsFileError } from "./format/weightsFileError.ts";

const HDF5_SIGNATURE = "\x89HDF\r\n\x1a\n";
const ZIP_SIGNATURE = "PK\x03\x04";
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
  if (start === "") throw new WeightsFileError(path, "is empty");
  if (start.startsWith(ZIP_SIGNATURE))
    return (await import("./keras/kerasArchive.ts")).readKerasArchive(path);
  if (start === HDF5_SIGNATURE) {
    const { readHdf5 } = await import("./keras/readHdf5.ts"); // 4 MB of WebAssembly, only if such a file is read
    return readHdf5(path);
  }
  throw new WeightsFileError(path, "is neither HDF5 nor a .keras archive nor a tfjs manifest");
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

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(HDF5_SIGNATURE.length),
      0,
      HDF5_SIGNATURE.length,
      0,
    );
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
