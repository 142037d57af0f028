import { memory } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fuse } from "@tensorloom/graph";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES, waves } from "../../fixtures/models.ts";
import { occlusionMap } from "./occlusionMap.ts";

const { occlusion } = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "gradCam.json"), "utf8"),
) as {
  readonly occlusion: readonly {
    readonly size: number;
    readonly stride: number;
    readonly fill: number;
    readonly logit: number;
    readonly drops: readonly number[];
  }[];
};

/** The first image of the golden model. */
const image = { ...waves([1, 12, 10, 3], 100) };

afterAll(() => useBackend("cpu"));

describe.each(["cpu", "wasm"] as const)("occlusionMap on %s", (backend) => {
  let model: LayersModel;
  beforeAll(async () => {
    await useBackend(backend);
    model = CASES.sigmoid.build();
  });
  afterAll(() => void model.dispose());

  it.each(occlusion)("equals Keras's predictions: size $size, stride $stride, fill $fill", async (golden) => {
    const { size, stride, fill } = golden;
    const before = memory().numTensors;
    const { drops, logit, heatmap } = await occlusionMap(model, image, { size, stride, fill, batchSize: 5 });
    expect(memory().numTensors).toBe(before);
    expect(logit).toBeCloseTo(golden.logit, 5);
    expect([drops.height, drops.width, drops.data.length]).toEqual([12, 10, golden.drops.length]);
    const most = Math.max(0, ...golden.drops);
    golden.drops.forEach((drop, at) => {
      expect(Math.abs(drops.data[at] - drop)).toBeLessThan(1e-5);
      expect(Math.abs(heatmap.data[at] - (most > 0 ? Math.max(0, drop) / most : 0))).toBeLessThan(1e-4);
    });
  });

  it("computes the same with a fused model, in batches of any size", async () => {
    const fused = fuse(CASES.sigmoid.build());
    const expected = await occlusionMap(model, image, { size: 4 });
    const found = await occlusionMap(fused, image, { size: 4, batchSize: 7 });
    found.drops.data.forEach((drop, at) => {
      expect(drop).toBeCloseTo(expected.drops.data[at], 5);
    });
    fused.dispose();
  });
});

describe("occlusionMap", () => {
  let model: LayersModel;
  beforeAll(async () => {
    await useBackend("cpu");
    model = CASES.twoInputs.build();
  });
  afterAll(() => void model.dispose());

  const inputs = [waves([1, 8, 8, 3], 300), waves([1, 2], 301)];

  it("covers the image of a model with metadata, whose places are counted", async () => {
    const progress: string[] = [];
    const onProgress = (done: number, total: number) => progress.push(`${String(done)}/${String(total)}`);
    const found = await occlusionMap(model, inputs, { size: 3, stride: 2, classIndex: 1, onProgress });
    expect(found.classIndex).toBe(1);
    expect([found.map.height, found.map.width]).toEqual([4, 4]); // at 0, 2, 4 and 5
    expect(progress).toEqual(["16/16"]);
    const predicted = await occlusionMap(model, inputs, { size: 8 });
    expect(predicted.map).toEqual({ data: predicted.map.data, height: 1, width: 1, channels: 1 });
  });

  it("fills with the mean colour of the image, which a plain image is already", async () => {
    const plain = { data: new Float32Array(192).fill(0.3), shape: [1, 8, 8, 3] };
    const { drops } = await occlusionMap(model, [plain, inputs[1]], { size: 2 });
    for (const drop of drops.data) expect(Math.abs(drop)).toBeLessThan(1e-5);
  });

  it("ends between batches, with the reason of the signal", async () => {
    const controller = new AbortController();
    const onProgress = (): void => {
      controller.abort(new Error("enough"));
    };
    const work = occlusionMap(model, inputs, {
      size: 2,
      batchSize: 3,
      signal: controller.signal,
      onProgress,
    });
    await expect(work).rejects.toThrow("enough");
  });

  it.each<readonly [string, Parameters<typeof occlusionMap>[1], object, RegExp]>([
    ["two images", CASES.twoInputs.inputs, {}, /the number of images must be an integer from 1 to 1, got 2/],
    ["a patch larger than the image", inputs, { size: 9 }, /size must be an integer from 1 to 8, got 9/],
    [
      "places that leave pixels out",
      inputs,
      { size: 2, stride: 3 },
      /stride must be an integer from 1 to 2, got 3/,
    ],
    ["another fill", inputs, { fill: [1, 2] }, /fill must be "mean", a number or 3 numbers, got \[1, 2\]/],
    ["no such class", inputs, { classIndex: 3 }, /classIndex must be an integer from 0 to 2, got 3/],
    ["another option", inputs, { window: 3 }, /unknown option window/],
  ])("refuses %s", async (_, images, options, sentence) => {
    const before = memory().numTensors;
    await expect(occlusionMap(model, images, options)).rejects.toThrow(sentence);
    expect(memory().numTensors).toBe(before);
  });
});
