import { useBackend } from "@tensorloom/backend";
import { createClassifier, createPreprocess } from "@tensorloom/classifier";
import { calibrate, chooseThreshold, fitTemperature } from "@tensorloom/metrics";
import { infer } from "@tensorloom/training";
import { initializers, layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";

beforeAll(() => useBackend("cpu"));

const preprocess = createPreprocess({ height: 2, width: 2 });
const pictures = Array.from({ length: 12 }, (_, at) => ({
  data: new Uint8Array(12).map((_, byte) => (at * 37 + byte * 11) % 256),
  height: 2,
  width: 2,
  channels: 3 as const,
}));

function build(units: number): LayersModel {
  return sequential({
    layers: [
      layers.flatten({ inputShape: [2, 2, 3] }),
      layers.dense({
        units,
        kernelInitializer: initializers.randomNormal({ stddev: 0.02, seed: 3 }),
        activation: units === 1 ? "sigmoid" : "softmax",
      }),
    ],
  });
}

async function logitsOf(model: LayersModel): Promise<Float32Array> {
  const data = new Uint8Array(pictures.flatMap((picture) => [...picture.data]));
  const run = infer(model, { logits: true, engine: "tfjs" });
  return (await run({ data, shape: [pictures.length, 2, 2, 3] })).data; // of a tensor of floats
}

describe("a classifier with a temperature", () => {
  it("has the scores of calibrate, and decides as a threshold that was chosen on them", async () => {
    const model = build(1);
    const labels = pictures.map((_, at) => at % 2);
    const logits = await logitsOf(model);
    const calibration = fitTemperature(labels, logits, { fromLogits: true });
    const expected = calibrate(calibration, logits);
    const { threshold } = chooseThreshold(labels, expected, { by: "youden" });
    const { temperature } = calibration;
    const thresholds = { bad: threshold };
    const classifier = createClassifier(model, {
      labels: ["good", "bad"],
      preprocess,
      temperature,
      thresholds,
    });
    const found = await classifier.classifyBatch(pictures);
    const bad = found.map((scores) => scores.find(({ label }) => label === "bad"));
    expect(bad.map((one) => one?.score)).toEqual([...expected]);
    expect(bad.map((one) => one?.predicted)).toEqual([...expected].map((score) => score >= threshold));
  });

  it("has the scores of calibrate for several classes", async () => {
    const model = build(3);
    const logits = { data: await logitsOf(model), shape: [pictures.length, 3] as const };
    const expected = calibrate({ method: "temperature", temperature: 2.5, fromLogits: true }, logits);
    const labels = ["a", "b", "c"];
    const classifier = createClassifier(model, { labels, preprocess, temperature: 2.5 });
    const found = await classifier.classifyBatch(pictures);
    const scores = found.flatMap((row) =>
      labels.map((name) => row.find(({ label }) => label === name)?.score),
    );
    expect(scores).toEqual([...expected.data]);
  });
});
