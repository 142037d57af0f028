import { memory, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES, waves } from "../../fixtures/models.ts";
import { gradCam } from "./gradCam.ts";

interface Golden {
  readonly layer: string;
  readonly classIndex?: number;
  readonly classes: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly gradCam: readonly (readonly (readonly number[])[])[];
  readonly "gradCam++": readonly (readonly (readonly number[])[])[];
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "gradCam.json"), "utf8"),
) as Readonly<Record<keyof typeof CASES, readonly Golden[]>>;

const cases = (Object.keys(CASES) as (keyof typeof CASES)[]).flatMap((name) =>
  golden[name].flatMap((expected) =>
    (["gradCam", "gradCam++"] as const).map((method) => ({ name, expected, method, layer: expected.layer })),
  ),
);

afterAll(() => useBackend("cpu"));

describe.each(["cpu", "wasm"] as const)("gradCam on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(cases)(
    "equals Keras's GradientTape: $method of $name at $layer",
    async ({ name, expected, method }) => {
      const { layer, classIndex } = expected;
      const model = CASES[name].build();
      const before = memory().numTensors;
      const found = await gradCam(model, CASES[name].inputs, { layer, method, classIndex });
      expect(memory().numTensors).toBe(before);
      expect(found.map((each) => each.classIndex)).toEqual(expected.classes);
      found.forEach(({ map, logit }, row) => {
        expect(logit).toBeCloseTo(expected.logits[row][expected.classes[row]], 5);
        const wanted = expected[method][row].flat();
        expect(map.data.length).toBe(wanted.length);
        map.data.forEach((value, at) => {
          expect(Math.abs(value - wanted[at])).toBeLessThan(1e-5);
        });
      });
      model.dispose();
    },
  );

  it("computes the same for fused and folded models", async () => {
    const { build, inputs } = CASES.sigmoid;
    const model = build();
    const [plain] = await gradCam(model, inputs);
    const folded = await foldBatchNorm(model);
    for (const other of [fuse(model), folded, fuse(folded)]) {
      const [{ map, logit }] = await gradCam(other, inputs, { layer: "top" });
      expect(logit).toBeCloseTo(plain.logit, 5);
      map.data.forEach((value, at) => {
        expect(value).toBeCloseTo(plain.map.data[at], 5);
      });
    }
    folded.dispose();
    model.dispose();
  });
});

describe("gradCam", () => {
  let model: LayersModel;
  beforeAll(async () => {
    await useBackend("cpu");
    model = CASES.nested.build();
  });
  afterAll(() => void model.dispose());

  it("chooses the last layer with pixels, splits into batches and resizes to the image", async () => {
    const { inputs } = CASES.nested;
    const progress: string[] = [];
    const onProgress = (done: number, total: number) => progress.push(`${String(done)}/${String(total)}`);
    const found = await gradCam(model, inputs, { batchSize: 1, onProgress });
    expect(found).toEqual(await gradCam(model, inputs, { layer: "backbone/gate" }));
    expect(found[0].heatmap).toEqual(found[0].map); // 8x8 as the image
    expect(progress).toEqual(["1/2", "2/2"]);
    const [{ map, heatmap }] = await gradCam(CASES.twoInputs.build(), CASES.twoInputs.inputs);
    expect([map.height, map.width, heatmap.height, heatmap.width]).toEqual([3, 3, 8, 8]);
  });

  it("reads images and one class per image", async () => {
    const { data } = waves([2, 8, 8, 3], 200);
    const images = [0, 1].map((row) => ({
      data: data.slice(row * 192, (row + 1) * 192),
      height: 8,
      width: 8,
      channels: 3,
    }));
    const found = await gradCam(model, images, { classIndex: golden.nested[0].classes });
    expect(found).toEqual(await gradCam(model, CASES.nested.inputs));
  });

  it("returns zeros if nothing speaks for the class", async () => {
    const conv = layers.conv2d({
      filters: 1,
      kernelSize: 1,
      kernelInitializer: "zeros",
      inputShape: [2, 2, 1],
    });
    const net = sequential({ layers: [conv, layers.flatten(), layers.dense({ units: 2 })] });
    const [{ map }] = await gradCam(net, waves([1, 2, 2, 1], 0));
    expect([...map.data]).toEqual([0, 0, 0, 0]);
  });

  it("ends between batches, with the reason of the signal", async () => {
    const controller = new AbortController();
    const onProgress = (): void => {
      controller.abort(new Error("enough"));
    };
    const work = gradCam(model, CASES.nested.inputs, { batchSize: 1, signal: controller.signal, onProgress });
    await expect(work).rejects.toThrow("enough");
  });

  const image = waves([1, 8, 8, 3], 0);
  const untyped = gradCam as (...values: readonly unknown[]) => Promise<unknown>; // as JavaScript may call it
  it.each<readonly [string, readonly unknown[], RegExp]>([
    [
      "no such layer",
      [image, { layer: "gat" }],
      /^gradCam: nested_net has no layer gat; did you mean gate\?$/,
    ],
    [
      "a flat layer",
      [image, { layer: "flat" }],
      /head\/flat must have an output .* got \[any, 320\]; .* backbone\/gate$/,
    ],
    ["no such class", [image, { classIndex: 4 }], /classIndex must be an integer from 0 to 3, got 4/],
    ["classes of other rows", [image, { classIndex: [0, 1] }], /one number per image, 1, got 2/],
    ["another shape", [waves([1, 9, 8, 3], 0)], /reads inputs of shape \[any, 8, 8, 3\], got \[1, 9, 8, 3\]/],
    ["an image alone", [{ ...image, height: 8, width: 8, shape: undefined }], /write \[image\]$/],
    ["NaN", [{ data: new Float32Array(192).fill(NaN), shape: [1, 8, 8, 3] }], /the map contains NaN/],
    ["another option", [image, { layers: "gate" }], /unknown option layers; .* did you mean layer\?/],
    ["another method", [image, { method: "scoreCam" }], /method must be one of "gradCam", "gradCam\+\+"/],
    ["a controller", [image, { signal: new AbortController() }], /pass the controller's signal/],
  ])("refuses %s", async (_, values, sentence) => {
    const before = memory().numTensors;
    await expect(untyped(model, ...values)).rejects.toThrow(sentence);
    expect(memory().numTensors).toBe(before);
  });

  it("refuses models that it cannot explain", async () => {
    const dense = sequential({ name: "flat", layers: [layers.dense({ units: 1, inputShape: [2] })] });
    await expect(gradCam(dense, waves([1, 2], 0))).rejects.toThrow(
      /^gradCam: flat has no layer with an output/,
    );
    await expect(untyped({ executor: {}, modelUrl: "" }, image)).rejects.toThrow(
      /a GraphModel: its layers are gone/,
    );
    await expect(untyped(tensor([1]), image)).rejects.toThrow(/must be a LayersModel/);
    const maps = sequential({ name: "maps", layers: [layers.reLU({ inputShape: [2, 2, 1] })] });
    await expect(gradCam(maps, waves([1, 2, 2, 1], 0))).rejects.toThrow(
      /one output \[batch, classes\], got \[any, 2, 2, 1\]/,
    );
  });
});
