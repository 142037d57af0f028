import { io } from "@tensorflow/tfjs-core";
import { preprocessOf } from "../pictures/decodePicture.ts";
import type { TrainedRun } from "../train/trainRun.ts";

/** The files of a classifier that `loadClassifier` opens, and `tf.loadLayersModel` too. */
export async function tfjsFiles({
  model,
  settings,
  result,
}: TrainedRun): Promise<ReadonlyMap<string, Uint8Array>> {
  const caught: io.ModelArtifacts[] = [];
  const save = (artifacts: io.ModelArtifacts): Promise<io.SaveResult> => {
    caught.push(artifacts);
    return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
  };
  await model.save(io.withSaveHandler(save));
  const [{ modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy }] = caught;
  const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
  const manifest = { modelTopology, format, generatedBy, convertedBy, weightsManifest };
  const classifier = {
    format: "tensorloom-classifier",
    version: 1,
    labels: result.labels,
    preprocess: preprocessOf(settings.size).options,
    metrics: { accuracy: result.accuracy.value },
  };
  const text = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ["model.json", text(manifest)],
    ["weights.bin", new Uint8Array(io.CompositeArrayBuffer.join(weightData))],
    ["classifier.json", text(classifier)],
  ]);
}
