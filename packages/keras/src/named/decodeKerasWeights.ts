import type { Group } from "h5wasm";
import { readMember } from "../archive/readArchive.ts";
import { FileProblem } from "../errors/fileProblem.ts";
import { hasTexts } from "../hdf5/attributes.ts";
import { groupIn, type Memory, readHdf5 } from "../hdf5/hdf5.ts";
import { isWholeNumbers, readNumbers, type StoredWeight } from "../hdf5/readNumbers.ts";
import { kerasFormat } from "../read/kerasFormat.ts";
import { legacyWeights } from "../weights/legacyWeights.ts";
import { keras3Weights, type WeightKinds } from "./keras3Weights.ts";
import type { PlacedDataset } from "./placedDataset.ts";
import { type Placed, uniqueNames } from "./uniqueNames.ts";
import { weightKindsIn } from "./weightKinds.ts";

const MEMBER = "model.weights.h5";

/**
 * Reads the weights of a Keras file by name, `layer/kind`, for any model.
 *
 * Formats: HDF5 (weights in the legacy layout, a whole model, Keras 3's `.weights.h5`) and `.keras` archives.
 *
 * @throws FileProblem if the bytes are damaged or of another format.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { encodeKerasModel } from "@tensorloom/keras";
 * import { decodeKerasWeights } from "@tensorloom/keras/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], name: "head" })] });
 * const weights = await decodeKerasWeights(await encodeKerasModel(model, { format: "h5" }));
 * [...weights.keys()]; // => ["head/kernel", "head/bias"]
 * ```
 */
export async function decodeKerasWeights(bytes: Uint8Array): Promise<ReadonlyMap<string, StoredWeight>> {
  const format = kerasFormat(bytes);
  if (format === "h5") return decodeHdf5(bytes, new Map());
  if (format !== "keras") throw new FileProblem("is neither HDF5 nor a .keras archive");
  const weights = readMember(bytes, MEMBER);
  if (weights === undefined)
    throw new FileProblem(`is a zip archive without ${MEMBER}, so it is not a Keras model`);
  const kinds = weightKindsIn(readMember(bytes, "config.json"));
  return decodeHdf5(weights, kinds).catch((cause: unknown) => {
    throw cause instanceof FileProblem ? new FileProblem(`${MEMBER}: ${cause.message}`, { cause }) : cause;
  });
}

/** @param kinds - The kinds of weights by layer name, if a configuration beside the file lists them. */
function decodeHdf5(bytes: Uint8Array, kinds: WeightKinds): Promise<ReadonlyMap<string, StoredWeight>> {
  return readHdf5(bytes, (file, memory) => readAll(file, kinds, memory));
}

function readAll(file: Group, kinds: WeightKinds, memory: Memory): ReadonlyMap<string, StoredWeight> {
  const root = groupIn(file, "model_weights") ?? file;
  const found: Placed[] = [];
  for (const [place, dataset] of hasTexts(root, "layer_names")
    ? placedLegacy(root)
    : keras3Weights(root, kinds)) {
    if (isWholeNumbers(dataset)) continue; // dropout's seeds and Normalization's count
    found.push([place, readNumbers(place.slice(-2).join("/"), dataset, memory)]);
  }
  if (found.length === 0) throw new FileProblem("holds no Keras weights");
  return uniqueNames(found);
}

function* placedLegacy(root: Group): Generator<PlacedDataset> {
  for (const { layer, stored, dataset } of legacyWeights(root)) yield [pathOf(layer, stored), dataset];
}

/** Keras 2 appends `:0` to names, which may or may not begin with the layer's name. */
function pathOf(layer: string, stored: string): readonly string[] {
  const parts = stored.replace(/:\d+$/, "").split("/");
  return parts.includes(layer) ? parts : [layer, ...parts];
}
