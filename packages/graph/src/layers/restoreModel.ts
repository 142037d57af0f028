import { dispose, io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { type LayerTopology, restoreFlags } from "./topology.ts";

/** The fields of a `model.json`, and the bytes of its weights. */
export interface SavedModel extends Pick<io.ModelArtifacts, "userDefinedMetadata"> {
  /** The topology, or an object whose `model_config` is the topology. */
  readonly modelTopology: object;
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/**
 * Builds a model from its topology and weights, as tfjs stores them.
 *
 * Unlike tfjs, it accepts two inner layers of one name, and freezes again what was frozen.
 *
 * @throws Error of tfjs if a layer's class is unknown or a weight does not fit.
 * @see tfjs, `loadLayersModel`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { restoreModel, topologyOf } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [1], units: 1, useBias: false })] });
 * const weightSpecs = [{ name: model.weights[0].originalName, shape: [1, 1], dtype: "float32" as const }];
 * const weightData = Float32Array.of(3).buffer;
 * const restored = await restoreModel({ modelTopology: topologyOf(model), weightSpecs, weightData });
 * [...restored.getWeights()[0].dataSync()]; // => [3]
 * ```
 */
export async function restoreModel(saved: SavedModel): Promise<LayersModel> {
  const { modelTopology, userDefinedMetadata, weightSpecs, weightData } = saved;
  const topology = { modelTopology, ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }) };
  const isNameTwice = new Set(weightSpecs.map(({ name }) => name)).size < weightSpecs.length;
  const model = await loadLayersModel(
    io.fromMemory(isNameTwice ? topology : { ...topology, weightSpecs, weightData }),
  );
  const whole = "model_config" in modelTopology ? modelTopology.model_config : modelTopology;
  restoreFlags(model, whole as LayerTopology); // tfjs has read it
  if (isNameTwice) assignWeights(model, weightSpecs, weightData);
  return model;
}

/** Assigns weights in order to a model in which two inner layers have the same name, which tfjs rejects. */
function assignWeights(model: LayersModel, specs: io.WeightsManifestEntry[], data: ArrayBuffer): void {
  const unique = numberNames(specs.map(({ name }) => name));
  const values = io.decodeWeights(
    data,
    specs.map((spec, at) => ({ ...spec, name: unique[at] })),
  );
  const wanted = numberNames(model.weights.map(({ originalName }) => originalName));
  model.weights.forEach((weight, at) => weight.write(values[wanted[at]]));
  dispose(values);
}

/** Names, with the number of the occurrence. */
function numberNames(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name}#${String(count)}`;
  });
}

const BYTES: ReadonlyMap<string, number> = new Map([
  ["float32", 4],
  ["int32", 4],
  ["bool", 1],
]);

/**
 * Counts the bytes of weights from their specs; undefined if tfjs's converter quantized them.
 *
 * @example
 * ```ts
 * import { weightBytes } from "@tensorloom/graph/internal";
 *
 * weightBytes([{ name: "kernel", shape: [2, 3], dtype: "float32" }]); // => 24
 * ```
 */
export function weightBytes(specs: readonly io.WeightsManifestEntry[]): number | undefined {
  let bytes = 0;
  for (const { shape, dtype, quantization } of specs) {
    const width = BYTES.get(dtype);
    if (quantization !== undefined || width === undefined) return undefined;
    bytes += width * shape.reduce((product, length) => product * length, 1);
  }
  return bytes;
}
