import { useBackend } from "@tensorloom/backend";
import { encodeModel, inferenceModel } from "@tensorloom/onnx/internal";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath } from "../../../../.config/browser/chromium.ts";
import { type OnnxPage, openOnnxPage } from "../../../../.config/browser/onnxPage.ts";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { smallCnn, smallMbConv } from "./smallModels.ts";

const MODELS = {
  "a small CNN": smallCnn,
  "a small MBConv network": smallMbConv,
  "EfficientNet-B0": () =>
    buildEfficientNet("B0", {
      preprocessing: "unit",
      classes: 3,
      activation: "softmax",
      inputShape: [32, 32, 3],
    }),
} as const;

describe.skipIf(executablePath === undefined)("an exported model in Chromium", () => {
  let page: OnnxPage | undefined;

  beforeAll(async () => {
    await useBackend("wasm");
    page = await openOnnxPage({ gpu: "swiftshader" });
  });
  afterAll(async () => {
    await page?.close();
  });

  describe.each(Object.keys(MODELS) as (keyof typeof MODELS)[])("%s", (name) => {
    it.each([
      ["wasm", 1],
      ["wasm", 2],
      // SwiftShader compiles the hundreds of pipelines of B0 for a minute.
      ...(name === "EfficientNet-B0" ? [] : [["webgpu", 1] as const]),
    ] as const)(
      "predicts as Node does, on %s with %i thread(s)",
      async (provider, threads) => {
        const model = MODELS[name]();
        const [, ...sides] = model.inputs[0].shape.map((side) => side ?? 2);
        const dims = [2, ...sides];
        const data = Float32Array.from(
          { length: dims.reduce((product, side) => product * side, 1) },
          (_, at) => (Math.sin(at * 0.37) + 1) / 2,
        );
        const predicted = model.predict(tensor(data, dims)) as Tensor; // one output
        const expected = [...(await predicted.data())];
        const bytes = encodeModel(await inferenceModel(model, { inputNames: ["image"] }));
        const inputs = [{ name: "image", dims, data }];
        const [found] = Object.values(await page!.run({ model: bytes, inputs, provider, threads }));

        expect(found.length).toBe(expected.length);
        for (const [at, value] of expected.entries()) expect(Math.abs(found[at] - value)).toBeLessThan(1e-5);
        model.dispose();
      },
      120_000,
    );
  });
});
