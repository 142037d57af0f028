import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { topologyOf } from "@tensorloom/graph/internal";
import { KerasModelError } from "../errors/kerasModelError.ts";
import type { Writing, KerasJson } from "../topology/kerasLayerJson.ts";
import { kerasTopology } from "../topology/kerasTopology.ts";
import { writeModelArchive, writeModelHdf5 } from "./writeFile.ts";

/**
 * Options of {@link encodeKerasModel}.
 *
 * @inline
 */
interface EncodeKerasModelOptions {
  /** `"keras"`: the zip archive of Keras 3; `"h5"`: one HDF5 file, which older readers know too. */
  readonly format: "keras" | "h5";
  /** Plain JSON to store with the model. Keras ignores it; `decodeKerasModel` returns it with the model. */
  readonly metadata?: object | undefined;
}

const KNOWN: OptionKinds<EncodeKerasModelOptions> = { format: "string", metadata: "object" };

/**
 * Encodes a model as a file for `keras.models.load_model`, which predicts the same.
 *
 * Names, inner models, shared layers and frozen layers are preserved, and a fused model is written as the layers that it
 * has. The optimizer is not stored: compile the model in Keras to train it further.
 *
 * @returns The bytes of the file; it needs the name `.keras` or `.h5`.
 * @throws KerasModelError if Keras lacks a layer or an option: its message lists them all.
 * @see keras/src/saving/saving_lib.py, keras/src/legacy/saving/legacy_h5_format.py
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { decodeKerasModel, encodeKerasModel } from "@tensorloom/keras";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], name: "head" })] });
 * const bytes = await encodeKerasModel(model, { format: "keras" });
 * (await decodeKerasModel(bytes)).layers.at(-1)?.name; // => "head"
 * ```
 */
export async function encodeKerasModel(
  model: LayersModel,
  options: EncodeKerasModelOptions,
): Promise<Uint8Array> {
  const { format, metadata } = checkOptions("encodeKerasModel", options, KNOWN);
  oneOf("encodeKerasModel: format", format, ["keras", "h5"]);
  const config = describeModel(model);
  return format === "h5"
    ? writeModelHdf5(model, config, metadata)
    : writeModelArchive(model, config, metadata);
}

function describeModel(model: LayersModel): KerasJson {
  const writing: Writing = { issues: [] };
  const config = kerasTopology(model, topologyOf(model), "", writing);
  if (writing.issues.length > 0)
    throw new KerasModelError(
      "encodeKerasModel: Keras cannot compute every layer of the model",
      writing.issues,
    );
  return config;
}
