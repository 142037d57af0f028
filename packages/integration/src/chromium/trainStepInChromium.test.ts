import { useBackend } from "@tensorloom/backend";
import { emitTrainGraph, encodeModel, lowerModel } from "@tensorloom/onnx/internal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath } from "../../../../.config/browser/chromium.ts";
import { type OnnxPage, openOnnxPage } from "../../../../.config/browser/onnxPage.ts";
import { type GraphInput, stepInputs } from "../trainStep/stepInputs.ts";
import { smallCnn, smallMbConv } from "./smallModels.ts";

const MODELS = { "a small CNN": smallCnn, "a small MBConv network": smallMbConv } as const;
const LOSS = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;

type Outputs = Readonly<Record<string, readonly number[]>>;

/** ONNX Runtime for Node; undefined if it is not installed. */
const node = await import("onnxruntime-node").catch(() => undefined);

async function inNode(bytes: Uint8Array, inputs: readonly GraphInput[]): Promise<Outputs> {
  if (node === undefined) throw new Error("onnxruntime-node is not installed");
  const session = await node.InferenceSession.create(bytes);
  const feeds = inputs.map(({ name, dims, data }) => [name, new node.Tensor("float32", data, dims)] as const);
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data as Float32Array)]), // all outputs are float32
  );
}

/** The largest difference of an output's numbers, in units of its largest number or 1e-3, whichever is larger. */
function difference(found: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, at) => Math.abs(value - found[at]))) / scale;
}

describe.skipIf(executablePath === undefined || node === undefined)(
  "a train step of standard operators in Chromium",
  () => {
    let page: OnnxPage | undefined;

    beforeAll(async () => {
      await useBackend("wasm");
      page = await openOnnxPage({ gpu: "swiftshader" });
    });
    afterAll(async () => {
      await page?.close();
    });

    describe.each(Object.keys(MODELS) as (keyof typeof MODELS)[])("of %s", (name) => {
      it.each(["wasm", "webgpu"] as const)(
        "has Node's loss, gradients and statistics, on %s",
        async (provider) => {
          const model = MODELS[name]();
          const graph = emitTrainGraph(lowerModel(model), { batch: 4, loss: LOSS });
          const bytes = encodeModel(graph.model);
          const inputs = await stepInputs(graph, model);
          const expected = await inNode(bytes, inputs);
          const found = await page!.run({ model: bytes, inputs, provider });

          const gradients = [...graph.gradients.values()];
          expect(gradients.length).toBe(model.trainableWeights.length);
          expect(
            gradients.some((gradient) => expected[gradient].some((value) => Math.abs(value) > 1e-2)),
          ).toBe(true);
          expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
          for (const [output, numbers] of Object.entries(expected))
            expect(difference(found[output], numbers), output).toBeLessThan(1e-3);
          model.dispose();
        },
        120_000,
      );
    });
  },
);
