import { useBackend } from "@tensorloom/backend";
import { modelSummary } from "@tensorloom/keras";
import { predict } from "@tensorloom/training";
import { fromArray } from "@tensorloom/data";
import { beforeAll, expect, it } from "vitest";
import { buildRecipeModel } from "./recipeModel.ts";
import { RECIPES } from "./recipes.ts";

beforeAll(() => useBackend("cpu"));

it("has the notebook's layers and numbers of parameters", () => {
  const { whole } = buildRecipeModel(RECIPES.notebook, { metadata: 0, pretrained: true, seed: 1 });
  const names = ["efficientnetb6", "global_average_pooling2d", "dense", "dropout", "dense_1"];
  expect(whole.layers.map(({ name }) => name)).toEqual(names);
  expect(modelSummary(whole).split("\n").slice(-3)).toEqual([
    " Total params: 42,140,809 (160.75 MB)",
    " Trainable params: 41,916,377 (159.90 MB)",
    " Non-trainable params: 224,432 (876.69 KB)",
  ]);
  whole.dispose();
});

it("joins image and metadata before five dropouts that share a layer", async () => {
  const small = { ...RECIPES.winner, model: "B0", size: 32 } as const;
  const { whole } = buildRecipeModel(small, { metadata: 8, pretrained: false, seed: 1 });
  expect(whole.inputs.map(({ shape }) => shape)).toEqual([
    [null, 32, 32, 3],
    [null, 8],
  ]);
  expect(whole.getLayer("logits").countParams()).toBe((1280 + 128) * 9 + 9);
  expect(whole.layers.filter(({ name }) => name.startsWith("dropout_"))).toHaveLength(5);
  const inputs = [
    { data: new Uint8Array(32 * 32 * 3), shape: [1, 32, 32, 3] },
    { data: new Float32Array(8), shape: [1, 8] },
  ];
  const { outputs } = await predict(whole, fromArray([{ inputs }]));
  expect(outputs.shape).toEqual([1, 9]);
  expect(outputs.data.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  whole.dispose();
});
