import "@tensorflow/tfjs-backend-cpu";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { stepDifference } from "../../../fixtures/stepDifference.ts";

describe.skipIf(!hasRuntime)("embedding", () => {
  beforeAll(() => useBackend("cpu"));

  it("has tfjs's gradients, also of an index that comes twice", async () => {
    const model = sequential({
      layers: [
        layers.embedding({ inputDim: 6, outputDim: 4, inputLength: 3 }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    });
    const inputs = [{ data: Float32Array.of(0, 5, 1, 1, 1, 3, 5, 4, 0), shape: [3, 3] }];
    expect(await stepDifference(model, { inputs })).toBeLessThan(1e-5);
  });
});
