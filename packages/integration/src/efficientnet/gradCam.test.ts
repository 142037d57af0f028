import { memory } from "@tensorflow/tfjs-core";
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as graph,
  sequential,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { gradCam } from "@tensorloom/explain";
import { fuse } from "@tensorloom/graph";
import { afterAll, beforeAll, expect, it } from "vitest";

const SIZE = 64;

/** A head on a backbone, as one functional model, or with the backbone as a model inside a sequential one. */
function build(nested: boolean): LayersModel {
  const backbone = buildEfficientNet("B0", {
    top: false,
    pooling: "avg",
    preprocessing: "unit",
    inputShape: [SIZE, SIZE, 3],
    seed: 1,
  });
  const kernelInitializer = initializers.glorotUniform({ seed: 2 });
  const dense = layers.dense({ units: 3, activation: "softmax", kernelInitializer });
  if (!nested) return graph({ inputs: backbone.inputs, outputs: dense.apply(backbone.outputs[0]) as never }); // symbolic
  const image = input({ shape: [SIZE, SIZE, 3] });
  const head = sequential({ layers: [layers.dropout({ rate: 0.2, inputShape: [1280] }), dense] });
  return graph({ inputs: image, outputs: head.apply(backbone.apply(image)) as never }); // symbolic
}

beforeAll(() => useBackend("wasm"));
afterAll(() => useBackend("cpu"));

it("computes one map for an EfficientNet with its head, nested and fused, without leaks", async () => {
  const images = [0, 1].map((n) => ({
    data: Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, at) => 128 + 120 * Math.sin(at * (0.01 + n))),
    height: SIZE,
    width: SIZE,
    channels: 3,
  }));
  const [flat, nested] = [build(false), build(true)];
  const before = memory();
  const expected = await gradCam(flat, images, { layer: "top_activation" });
  expect(expected.map(({ map, heatmap }) => [map.height, heatmap.height])).toEqual([
    [2, 64],
    [2, 64],
  ]);
  expect(expected.every(({ map }) => map.data.some((value) => value === 1))).toBe(true);
  for (const model of [flat, nested, fuse(nested)]) {
    const found = await gradCam(model, images);
    expected.forEach(({ map, logit }, at) => {
      expect(found[at].logit).toBeCloseTo(logit, 5);
      map.data.forEach((value, pixel) => {
        expect(found[at].map.data[pixel]).toBeCloseTo(value, 4);
      });
    });
  }
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numBytes).toBe(before.numBytes);
  for (const model of [flat, nested]) model.dispose();
});
