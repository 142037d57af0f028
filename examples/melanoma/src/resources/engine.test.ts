import { createRequire } from "node:module";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, expect, it } from "vitest";
import { testOptions } from "../cli/testOptions.ts";
import { buildModel, type PictureModel } from "../model.ts";
import { chooseEngine } from "./engine.ts";

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url)("onnxruntime-node");
    return true;
  } catch {
    return false;
  }
}

const work = { batch: 4, images: 100_000 };
let model: PictureModel;
beforeAll(async () => {
  await useBackend("wasm");
  model = buildModel(testOptions("--size", "32"), ["no", "yes"]);
});

it.each([
  ["--engine tfjs", ["--engine", "tfjs"], work, /^engine is "tfjs"$/],
  ["threads", ["--replicas", "2"], work, /^--replicas is for tfjs$/],
  ["recomputed activations", ["--recompute"], work, /^--recompute is for tfjs$/],
  ["a few images", [], { batch: 4, images: 4 }, /too small/],
])("takes tfjs for %s, and says why", async (_name, flags, images, reason) => {
  const choice = await chooseEngine(model.backbone, images, testOptions("--size", "32", ...flags));
  expect(choice).toMatchObject({ name: "tfjs", label: "tfjs wasm" });
  expect(choice.reason).toMatch(reason);
});

it.skipIf(!isInstalled())("takes ONNX Runtime for many images", async () => {
  const choice = await chooseEngine(model.backbone, work, testOptions("--size", "32"));
  expect(choice.name).toBe("onnxruntime");
  expect(choice.label).toMatch(/^ONNX Runtime \d/);
});

it.each(["--replicas=2", "--recompute"])("refuses %s with --engine onnxruntime", async (flag) => {
  const options = testOptions("--size", "32", "--engine", "onnxruntime", flag);
  await expect(chooseEngine(model.backbone, work, options)).rejects.toThrow(
    `--engine onnxruntime has no use for ${flag.split("=")[0]}: leave one of the two out`,
  );
});

it("says why --engine onnxruntime is not possible", async () => {
  const recurrent = sequential({
    layers: [
      layers.reshape({ inputShape: [32, 32, 3], targetShape: [32, 96] }),
      layers.lstm({ units: 1, kernelInitializer: "ones", recurrentInitializer: "ones" }),
    ],
  });
  const choice = chooseEngine(recurrent, work, testOptions("--size", "32", "--engine", "onnxruntime"));
  await expect(choice).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringMatching(/^--engine onnxruntime: .*lstm/i) as string,
  });
});
