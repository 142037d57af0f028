import "@tensorflow/tfjs-backend-cpu";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { stepDifference } from "../../../fixtures/stepDifference.ts";

describe.skipIf(!hasRuntime)("dense", () => {
  beforeAll(() => useBackend("cpu"));

  it.each([
    ["rows", [5], true],
    ["rows without bias", [5], false],
    ["sequences", [4, 5], true],
    ["images", [2, 3, 5], true],
    ["images without bias", [2, 3, 5], false],
  ] as const)("has tfjs's gradients for %s", async (_name, inputShape, useBias) => {
    const model = sequential({
      layers: [
        layers.dense({ units: 4, inputShape: [...inputShape], useBias }),
        layers.dense({ units: 3, activation: "tanh", useBias }),
      ],
    });
    expect(await stepDifference(model)).toBeLessThan(1e-5);
  });
});
