import { dispose, io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { type LayerTopology, restoreFlags } from "@tensorloom/graph/internal";
import { checkPath } from "@tensorloom/core/internal/node";
import { resolveManifest, type ModelJson, readModelFile } from "./modelFile.ts";
import { ModelFileError } from "./modelFileError.ts";

/**
 * Loads a layers-model that `saveModel`, `modelCheckpoint`, tfjs or its converter wrote.
 *
 * Other processes may save to the folder at the same time: the loaded model is always that of one save. Layers and models
 * that were frozen are frozen again, each layer by its own flag: `inner.trainable = true` alone does not unfreeze the
 * layers of a loaded model, but `unfreeze(inner)` of `@tensorloom/efficientnet` does. A layer that two inner models share
 * is loaded as two layers with equal weights. Custom layers must be registered first; importing their package does that.
 *
 * @param path - The folder, or the `model.json` in it.
 * @throws ModelFileError if a file is missing or malformed, has too few or too many bytes, or contains a weight that is
 * NaN or infinite; TypeError if `path` is not a path.
 * @example
 * ```ts no-run
 * import { useBackend } from "@tensorloom/backend";
 * import { predict } from "@tensorloom/training";
 * import { loadModel } from "@tensorloom/training/node";
 *
 * await useBackend();
 * const model = await loadModel("out/best");
 * const outputs = await predict(model, batches);
 * ```
 */
export async function loadModel(path: string): Promise<LayersModel> {
  const { file, json, weights } = await readModelFile(
    await resolveManifest(checkPath("loadModel: path", path)),
  );
  const specs = json.weightsManifest.flatMap((group) => group.weights);
  checkSize(file, specs, weights.length);
  const data = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length) as ArrayBuffer; // a Buffer's is never shared
  const model = await buildModel(json, specs, data);
  try {
    await assertFiniteWeights(file, model);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

async function buildModel(
  { modelTopology, userDefinedMetadata }: ModelJson,
  weightSpecs: io.WeightsManifestEntry[],
  weightData: ArrayBuffer,
): Promise<LayersModel> {
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

async function assertFiniteWeights(file: string, model: LayersModel): Promise<void> {
  for (const weight of new Set(model.weights)) {
    const numbers = await weight.read().data();
    const at = numbers.findIndex((number) => !Number.isFinite(number));
    if (at >= 0)
      throw new ModelFileError(
        file,
        `weight ${weight.originalName} must hold finite numbers, got ${String(numbers[at])} at ${String(at)}`,
      );
  }
}

const BYTES: ReadonlyMap<string, number> = new Map([
  ["float32", 4],
  ["int32", 4],
  ["bool", 1],
]);

function checkSize(file: string, specs: readonly io.WeightsManifestEntry[], got: number): void {
  let expected = 0;
  for (const { shape, dtype, quantization } of specs) {
    const width = BYTES.get(dtype);
    if (quantization !== undefined || width === undefined) return; // tfjs's converter quantized it, and tfjs decodes it
    expected += width * shape.reduce((product, length) => product * length, 1);
  }
  if (got === expected) return;
  throw new ModelFileError(file, `its weights must have ${String(expected)} bytes, got ${String(got)}`);
}
