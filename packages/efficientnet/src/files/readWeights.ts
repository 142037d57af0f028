import { decodeKerasWeights, FileProblem, kerasFormat } from "@tensorloom/keras/internal";
import type { NamedWeights } from "../weights/namedWeights.ts";
import { isSafetensors, readSafetensors } from "./safetensors.ts";
import { readTfjsManifest } from "./tfjsManifest.ts";
import { openWeights } from "./weightsFolder.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** The number of first bytes that determine the format. */
const SIGNATURE_BYTES = 9;

/**
 * Reads a network's weights by name from a file or folder.
 *
 * Formats: Keras HDF5 (weights in the legacy layout, a whole model, Keras 3's `.weights.h5`), `.keras` archives,
 * safetensors, and tfjs: a `model.json` with or without a topology, a `weights_manifest.json`, or the folder that
 * contains one.
 *
 * @param source - The file or the folder: a path, or an address such as `gs://weights/b0.h5` or `opfs:b0.h5`; a `File` or
 * `Blob`; or the files of tfjs's folder, as a user has chosen them.
 * @returns Weights for `loadWeights`.
 * @throws WeightsFileError if the file is missing, damaged, or in another format; StorageError if a storage cannot
 * be read; TypeError if `source` is anything else.
 * @see keras/src/legacy/saving/legacy_h5_format.py, keras/src/saving/saving_lib.py, tfjs-core/src/io/types.ts,
 * https://huggingface.co/docs/safetensors
 * @example
 * ```ts no-run
 * import { buildEfficientNet, loadWeights, readWeights } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B0", { preprocessing: "imagenet", initialWeights: "zeros" });
 * loadWeights(model, await readWeights("efficientnetb0.h5"));
 * ```
 */
export async function readWeights(source: string | Blob | Iterable<File>): Promise<NamedWeights> {
  const opened = await openWeights(source);
  const { label } = opened;
  if (opened.main.endsWith(".json")) return readTfjsManifest(opened);
  const start = await opened.start(SIGNATURE_BYTES);
  if (start.length === 0) throw new WeightsFileError(label, "is empty");
  const isTensors = isSafetensors(start);
  if (kerasFormat(start) === undefined && !isTensors)
    throw new WeightsFileError(
      label,
      "is neither HDF5 nor a .keras archive nor safetensors nor a tfjs manifest",
    );
  const bytes = await opened.read(opened.main);
  if (isTensors) return readSafetensors(label, bytes);
  try {
    return await decodeKerasWeights(bytes);
  } catch (cause) {
    if (cause instanceof FileProblem) throw new WeightsFileError(label, cause.message, { cause });
    throw cause;
  }
}
