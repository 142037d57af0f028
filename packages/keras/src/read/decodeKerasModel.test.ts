import "@tensorflow/tfjs-backend-cpu";
import { dispose, env, memory, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { distance, fixture, golden, inputsOf, predictAll } from "../../fixtures/goldenModels.ts";
import { decodeKerasModel } from "./decodeKerasModel.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const FILES = Object.keys(golden).flatMap((name) =>
  name === "keras2" ? [`${name}.h5`] : [`${name}.keras`, `${name}.h5`],
);

describe("decodeKerasModel", () => {
  it.each(FILES)("%s predicts what it predicts in Keras", async (file) => {
    const before = memory().numTensors;
    const expected = golden[file.replace(/\..*/, "")];
    const model = await decodeKerasModel(fixture(file));
    if (!file.startsWith("recurrent"))
      // tfjs creates the weights of stacked cells more than once
      expect(memory().numTensors - before).toBe(new Set(model.weights).size);
    const inputs = inputsOf(expected);
    const outputs = predictAll(model, inputs);
    expect(outputs.length).toBe(expected.outputs.length);
    for (const [at, output] of outputs.entries())
      expect(distance(output, expected.outputs[at].data), `output ${String(at)}`).toBeLessThan(1e-5);
    dispose(inputs);
    model.dispose();
  });
});
