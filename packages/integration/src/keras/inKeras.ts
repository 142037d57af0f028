import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import { leavesOf } from "@tensorloom/graph/internal";
import { encodeKerasModel } from "@tensorloom/keras";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The two formats of Keras files. */
export type KerasFormat = "keras" | "h5";

/** How one model came out in Keras. */
export interface KerasResult {
  /** The largest difference between Keras's outputs and ours, over the largest output. */
  readonly distance: number;
  /** How many numbers Keras would train. */
  readonly trainable: number;
  /** What Keras said if it could not load the model. */
  readonly error?: string;
}

/** How many numbers of a model are trained: those of layers that nothing freezes. */
export function trainedIn(model: LayersModel): number {
  const free = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [] : layer.trainableWeights));
  return [...new Set(free)].reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, side) => product * (side ?? 0), 1),
    0,
  );
}

/** Loads Keras files and predicts: arguments are the folder, the number of models and the format. */
const SCRIPT = `
import json, os, sys
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, numpy as np
folder, count, format = sys.argv[1], int(sys.argv[2]), sys.argv[3]
results = []
for i in range(count):
    base = os.path.join(folder, str(i))
    try:
        model = keras.models.load_model(base + "." + format, compile=False)
        inputs = json.load(open(base + ".json"))
        x = [np.array(one["data"], "f4").reshape(one["shape"]) for one in inputs]
        ours = np.fromfile(base + ".out", "<f4")
        theirs = np.concatenate([np.asarray(y).ravel() for y in keras.tree.flatten(model(x if len(x) > 1 else x[0], training=False))])
        distance = float(np.abs(ours - theirs).max() / max(1e-6, np.abs(theirs).max()))
        results.append({"distance": distance, "trainable": int(sum(np.prod(v.shape) for v in model.trainable_weights))})
    except Exception as error:
        results.append({"distance": 1e9, "trainable": -1, "error": str(error)[-1500:]})
    keras.backend.clear_session()
print("RESULT" + json.dumps(results))
`;

/** Writes models for Keras, loads them there, and compares what both predict for the same random inputs. */
export async function inKeras(
  python: string,
  models: readonly LayersModel[],
  format: KerasFormat,
): Promise<readonly KerasResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-keras-"));
  try {
    for (const [at, model] of models.entries()) {
      const base = join(folder, String(at));
      writeFileSync(`${base}.${format}`, await encodeKerasModel(model, { format }));
      const inputs = model.inputs.map((input, number) => drawInput(model, input.shape, at, number));
      writeFileSync(`${base}.json`, JSON.stringify(inputs));
      writeFileSync(`${base}.out`, Float32Array.from(predictAll(model, inputs)));
    }
    const said = execFileSync(python, ["-c", SCRIPT, folder, String(models.length), format], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 1 << 26,
    });
    return JSON.parse(said.slice(said.indexOf("RESULT") + 6)) as readonly KerasResult[]; // as the script above prints it
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Input {
  readonly shape: number[];
  readonly data: readonly number[];
}

/** Numbers in [-1, 1), or whole numbers below 9 for a model that begins with an embedding. */
function drawInput(model: LayersModel, sides: readonly (number | null)[], at: number, number: number): Input {
  const shape = [2, ...sides.slice(1).map((side) => side ?? 16)];
  const draw = random(at, 7 + number);
  const isWhole = model.layers.some((layer) => layer.getClassName() === "Embedding");
  const next = (): number => (isWhole ? draw.integer(9) : Math.fround(2 * draw.uniform() - 1));
  return { shape, data: Array.from({ length: shape.reduce((a, b) => a * b) }, next) };
}

function predictAll(model: LayersModel, inputs: readonly Input[]): readonly number[] {
  return tf.tidy(() => {
    const tensors = inputs.map(({ data, shape }) => tf.tensor([...data], shape));
    const outputs = model.predict(tensors.length === 1 ? tensors[0] : tensors);
    return [outputs].flat().flatMap((output) => [...output.dataSync()]);
  });
}
