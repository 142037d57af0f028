import { dispose, transpose } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { predictionOf, randomInputs, relativeError } from "../../fixtures/predictions.ts";
import { randomCnn } from "../../fixtures/randomCnn.ts";
import { runOnWeb } from "../../fixtures/runOnWeb.ts";
import { exportOnnx } from "./exportOnnx.ts";

const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1);

beforeAll(async () => {
  await useBackend("cpu");
});

describe("exported random networks", () => {
  it.each(SEEDS)("number %i predicts on onnxruntime-web what the model predicts", async (seed) => {
    const model = randomCnn(seed);
    const inputs = randomInputs(model, { seed });
    const layout = seed % 2 === 0 ? "nhwc" : "nchw";
    const bytes = await exportOnnx(model, { layout });
    const fed = layout === "nhwc" ? inputs : inputs.map((image) => transpose(image, [0, 3, 1, 2]));
    expect(relativeError(await runOnWeb(bytes, fed), predictionOf(model, inputs))).toBeLessThan(1e-5);
    dispose([...inputs]);
    model.dispose();
  });
});
