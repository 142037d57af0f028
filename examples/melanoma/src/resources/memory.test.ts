import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { memoryOptions, planPredictionBatch } from "./memory.ts";
import { buildModel, type PictureModel } from "../model.ts";
import { testOptions } from "../cli/testOptions.ts";

it("the passes of a step are left to fit, unless flags set them", () => {
  expect(memoryOptions(testOptions())).toEqual({ microBatch: "auto", recompute: undefined });
  const flags = testOptions("--train", "all", "--accumulate", "8", "--recompute");
  expect(memoryOptions(flags)).toEqual({ microBatch: 1, recompute: true });
});

describe("B6 at 1024 on wasm", () => {
  let model: PictureModel;
  beforeAll(async () => {
    await useBackend("wasm");
    const flags = testOptions("--train", "all", "--model", "B6", "--size", "1024");
    model = buildModel({ ...flags, weights: { from: "path", path: "" } }, ["no", "yes"]); // zeros: no time to draw 40 million
  });

  it("predicts as many images together as fit into memory", () => {
    expect(planPredictionBatch(model.whole, 8, 1, "wasm")).toBeGreaterThan(1);
    expect(planPredictionBatch(model.whole, 64, 1, "wasm")).toBeLessThan(32);
    expect(planPredictionBatch(model.whole, 64, 1, "tensorflow")).toBe(64);
  });
});
