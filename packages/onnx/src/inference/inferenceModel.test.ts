import { abs, mul } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { LAYER_CASES } from "../../fixtures/layerCases.ts";
import { predictionOf, randomInputs, relativeError } from "../../fixtures/predictions.ts";
import { randomWeights } from "../../fixtures/randomWeights.ts";
import { runOnWeb } from "../../fixtures/runOnWeb.ts";
import { inferenceModel } from "./inferenceModel.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

describe("inferenceModel", () => {
  it.each(Object.keys(LAYER_CASES))("%s equals the layers model", async (name) => {
    const model = randomWeights(LAYER_CASES[name]());
    const drawn = randomInputs(model);
    const inputs = name.startsWith("Embedding") ? drawn.map((x) => abs(mul(x, 2))) : drawn;
    const graph = await inferenceModel(model);
    expect(relativeError(await runOnWeb(graph, inputs), predictionOf(model, inputs))).toBeLessThan(1e-5);
    expect(Object.keys(graph.opsets)).toEqual([""]);
  });
});
