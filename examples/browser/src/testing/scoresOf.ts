import { createPreprocess, loadClassifier } from "@tensorloom/classifier";
import { decodeKerasModel } from "@tensorloom/keras";
import { predict } from "@tensorloom/training";
import { fromArray, stack } from "@tensorloom/data";
import { unzipSync } from "fflate";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** The scores of a picture by class, as a downloaded file computes them here. */
export type Scores = Readonly<Record<string, number>>;

/** The picture as the page prepares it. */
async function prepare(picture: Uint8Array, size: number): Promise<Float32Array> {
  const { data } = await createPreprocess({ height: size, width: size, fit: "crop", antialias: true })(
    picture,
  );
  return Float32Array.from(data);
}

function named(labels: readonly string[], scores: ArrayLike<number>): Scores {
  return Object.fromEntries(labels.map((label, at) => [label, scores[at]]));
}

/** By the zip archive of a classifier. */
export async function scoresOfTfjs(zip: Uint8Array, picture: Uint8Array): Promise<Scores> {
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => new File([bytes], name));
  const classifier = await loadClassifier(files, { engine: "tfjs" });
  try {
    const scores = await classifier.classify(picture);
    return Object.fromEntries(scores.map(({ label, score }) => [label, score]));
  } finally {
    await classifier.dispose();
  }
}

/** By a `.keras` or `.h5` file. */
export async function scoresOfKeras(file: Uint8Array, picture: Uint8Array): Promise<Scores> {
  const model = await decodeKerasModel(file);
  const [, size] = model.inputs[0].shape;
  const inputs = {
    data: await prepare(picture, Number(size)),
    height: Number(size),
    width: Number(size),
    channels: 3,
  };
  const rows = fromArray([{ inputs }]).batch(1, { collate: stack });
  const { outputs } = await predict(model, rows, { engine: "tfjs" });
  const { labels } = model.getUserDefinedMetadata() as { labels: string[] };
  model.dispose();
  return named(labels, outputs.data);
}

/** By an ONNX file. */
export async function scoresOfOnnx(
  file: Uint8Array,
  picture: Uint8Array,
  labels: readonly string[],
  size: number,
): Promise<Scores> {
  const session = await InferenceSession.create(file);
  const input = new Tensor("float32", await prepare(picture, size), [1, size, size, 3]);
  const results = await session.run({ [session.inputNames[0]]: input });
  const scores = results[session.outputNames[0]].data as Float32Array; // the file's outputs are float32
  await session.release();
  return named(labels, scores);
}
