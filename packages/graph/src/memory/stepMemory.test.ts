import "@tensorflow/tfjs-backend-wasm";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { memoryAdvice } from "./memoryAdvice.ts";
import { stepMemory } from "./stepMemory.ts";

describe("stepMemory", () => {
  beforeAll(async () => {
    await useBackend("wasm");
  });

  it("counts weights, slots and the batch exactly", () => {
    const model = sequential({
      layers: [
        layers.conv2d({ inputShape: [4, 4, 3], filters: 5, kernelSize: 1, useBias: false, trainable: true }),
      ],
    });
    const { weights, optimizer, inputs, gradients } = stepMemory(model, { batch: 2, optimizerSlots: 3 });
    expect({ weights, optimizer, inputs, gradients }).toEqual({
      weights: 4 * 15,
      optimizer: 3 * 4 * 15,
      inputs: 4 * 2 * 48,
      gradients: 4 * 15,
    });
  });

  it("explains what does not fit, and suggests what does", () => {
    const model = sequential({
      layers: [
        layers.batchNormalization({ inputShape: [256, 256, 4] }),
        layers.batchNormalization(),
        layers.batchNormalization(),
      ],
    });
    // A tensor is 1 MB per image. At the last operation's backward pass: the batch, the inputs of the second and third operation, the output,
    // its gradient and that of the third operation's input: 6 MB per image, and some bytes of weights.
    expect(stepMemory(model, { batch: 4 }).total / 2 ** 20).toBeCloseTo(24, 2);
    expect(memoryAdvice(model, { batch: 4 })).toBeUndefined();
    expect(memoryAdvice(model, { batch: 4, maxBytes: 19 * 2 ** 20 })).toBe(
      "a training step with a batch of 4 takes about 25 MB (activations 8 MB, weights 1 MB, gradients 1 MB, " +
        "optimizer 1 MB), and there are 19 MB; a batch of 3 would fit (about 19 MB)",
    );
    expect(memoryAdvice(model, { batch: 4, maxBytes: 1000 })).toMatch(
      /; take smaller images or a smaller variant, or train the head alone$/,
    );
  });

  it("asks for missing input shapes", () => {
    const model = sequential({
      layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 3], name: "means" })],
    });
    expect(() => stepMemory(model, { batch: 1 })).toThrow(
      new RangeError("stepMemory: a side of input means_input is open; pass inputShapes"),
    );
    expect(stepMemory(model, { batch: 1, inputShapes: [[2, 2, 3]] }).inputs).toBe(48);
    expect(() => stepMemory(model, { batch: 0 })).toThrow(
      "stepMemory: batch must be an integer of at least 1, got 0",
    );
  });
});
