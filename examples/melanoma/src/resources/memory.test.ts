import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { planMemory, planPredictionBatch } from "./memory.ts";
import { buildModel, type MelanomaModel } from "../model.ts";
import type { Options } from "../cli/options.ts";
import { parseOptions } from "../cli/parseOptions.ts";

function parse(...argv: readonly string[]): Options {
  const options = parseOptions(argv);
  if (options === "help") throw new Error("expected options, got help");
  return options;
}

describe("B6 at 1024 on wasm", () => {
  const flags = ["--train", "all", "--model", "B6", "--size", "1024"];
  let model: MelanomaModel;
  beforeAll(async () => {
    await useBackend("wasm");
    model = buildModel({ ...parse(...flags), weights: { from: "path", path: "" } }); // zeros: no time to draw 40 million
    for (const layer of model.whole.layers) layer.trainable = true;
  });

  it.each([
    [1, 2, 4],
    [2, 4, 2],
  ])(
    "a step of 8 is computed in passes that fit, on %i threads: %i images, %i passes",
    (threads, images, passes) => {
      const { microBatch, recompute, advice } = planMemory(model.whole, parse(...flags), threads, "wasm");
      expect(microBatch).toBe(images);
      expect(recompute).not.toBe(false);
      expect(advice).toMatch(
        new RegExp(
          `^a step of 8 images takes ${String(passes)} passes of up to ${String(images)}, activations are recomputed \\(about \\d+ MB.*\\); batch normalisation normalises each pass by itself$`,
        ),
      );
    },
  );

  it("uses --accumulate and --recompute if they are set", () => {
    const plan = planMemory(model.whole, parse(...flags, "--accumulate", "8", "--recompute"), 1, "wasm");
    expect(plan).toMatchObject({ microBatch: 1, recompute: true });
  });

  it("predicts as many images together as fit into memory", () => {
    expect(planPredictionBatch(model.whole, 8, 1, "wasm")).toBeGreaterThan(1);
    expect(planPredictionBatch(model.whole, 64, 1, "wasm")).toBeLessThan(32);
    expect(planPredictionBatch(model.whole, 64, 1, "tensorflow")).toBe(64);
  });
});

it("on ONNX Runtime the passes are left to fit, unless --accumulate sets them", async () => {
  await useBackend("wasm");
  const plan = (...flags: readonly string[]): object => {
    const options = parse("--train", "all", "--size", "32", ...flags);
    return planMemory(buildModel(options).whole, options, 1, "wasm", "onnxruntime");
  };
  expect(plan()).toEqual({ microBatch: "auto", recompute: undefined, advice: undefined });
  expect(plan("--accumulate", "4")).toMatchObject({ microBatch: 2 });
});

it("a step that fits is computed in one plain pass", async () => {
  await useBackend("wasm");
  const flags = parse("--train", "all", "--size", "32");
  expect(planMemory(buildModel(flags).whole, flags, 1, "wasm")).toEqual({
    microBatch: 8,
    recompute: false,
    advice: undefined,
  });
});
