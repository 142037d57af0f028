import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { exportOnnx } from "@tensorloom/onnx";
import { beforeAll, describe, expect, it } from "vitest";
import { predictionOf, randomInputs, relativeError } from "../../../onnx/fixtures/predictions.ts";
import { randomWeights } from "../../../onnx/fixtures/randomWeights.ts";
import { runOnWeb } from "../../../onnx/fixtures/runOnWeb.ts";

beforeAll(async () => {
  await useBackend("wasm");
});

/** The other variants: `npm run bench -- export`. */
describe("exportOnnx of EfficientNet-B0", () => {
  it.each([
    { preprocessing: "unit", inputShape: [40, 33, 3], classes: 7 },
    { preprocessing: "imagenet", inputShape: [null, null, 3], classes: 7 },
    { preprocessing: "none", inputShape: [64, 64, 3], top: false, pooling: "avg" },
  ] as const)("predicts the same on onnxruntime-web: %j", async (options) => {
    const model = randomWeights(
      buildEfficientNet("B0", { ...options, inputShape: [...options.inputShape], initialWeights: "zeros" }),
    );
    const inputs = randomInputs(model, { side: 45 });
    const found = await runOnWeb(await exportOnnx(model), inputs);
    expect(relativeError(found, predictionOf(model, inputs))).toBeLessThan(1e-5);
    model.dispose();
  });
});
