import "@tensorflow/tfjs-backend-cpu";
import { dropout, ones } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { stepDifference } from "../../../fixtures/stepDifference.ts";
import type { MaskInput } from "../trainGraph.ts";

/** The mask that a layer of tfjs draws with seed 9. */
function drawMask({ rate, shape }: MaskInput): Float32Array {
  return Float32Array.from(dropout(ones([...shape]), rate, undefined, 9).dataSync());
}

describe.skipIf(!hasRuntime)("dropout", () => {
  beforeAll(() => useBackend("cpu"));

  it.each([
    ["an image", [4, 5, 3], undefined],
    ["channels of an image", [4, 5, 3], [3, 1, 1, 4]],
    ["rows", [5], undefined],
    ["whole rows", [5], [3, 1]],
    ["a sequence", [6, 5], undefined],
  ] as const)("of %s has tfjs's gradients with tfjs's mask", async (_name, inputShape, noiseShape) => {
    const options = noiseShape === undefined ? {} : { noiseShape: [...noiseShape] };
    const model = sequential({
      layers: [
        layers.dense({ units: 4, inputShape: [...inputShape] }),
        layers.dropout({ rate: 0.4, seed: 9, ...options }),
        layers.dense({ units: 2 }),
      ],
    });
    expect(await stepDifference(model, { drawMask })).toBeLessThan(1e-5);
  });
});
