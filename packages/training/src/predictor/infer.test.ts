import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { findRuntime } from "@tensorloom/onnx/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { infer } from "./infer.ts";

const { runtime } = await findRuntime();

beforeAll(() => useBackend("cpu"));

const steep = (activation: "sigmoid" | "softmax") => {
  const units = activation === "sigmoid" ? 1 : 2;
  return sequential({
    layers: [layers.dense({ units, activation, inputShape: [1], kernelInitializer: "ones" })],
  });
};
const inputs = { data: Float32Array.of(-200, 3), shape: [2, 1] };

describe.each(["tfjs", ...(runtime === undefined ? [] : ["onnxruntime" as const])] as const)(
  "infer on %s",
  (engine) => {
    it("returns logits, which a saturated probability has lost", async () => {
      const run = infer(steep("sigmoid"), { engine, logits: true });
      expect([...(await run(inputs)).data]).toEqual([-200, 3]);
      expect([...(await infer(steep("sigmoid"), { engine })(inputs)).data][0]).toBe(0);
      expect([...(await infer(steep("softmax"), { engine, logits: true })(inputs)).data]).toEqual([
        -200, -200, 3, 3,
      ]);
    });

    it("frees its engine, and takes it again for a later call", async () => {
      const labels: string[] = [];
      const run = infer(steep("sigmoid"), { engine, onEngine: ({ name }) => labels.push(name) });
      await run.dispose(); // there is nothing to free yet
      const before = await run(inputs);
      await run.dispose();
      expect(await run(inputs)).toEqual(before);
      expect(labels).toEqual([engine, engine]);
      await run.dispose();
    });
  },
);

describe("infer", () => {
  it("can be disposed after its engine could not be created", async () => {
    const masked = sequential({
      layers: [
        layers.embedding({ inputDim: 2, outputDim: 2, inputLength: 1, maskZero: true }),
        layers.flatten(),
      ],
    });
    const run = infer(masked, { engine: "onnxruntime" });
    await expect(run({ data: Float32Array.of(1), shape: [1, 1] })).rejects.toThrow(
      'engine "onnxruntime" is not possible',
    );
    await run.dispose();
  });
});
