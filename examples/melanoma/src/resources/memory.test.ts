import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { planMemory, predictionBatch } from "./memory.ts";
import { buildNetwork, type Network } from "../model.ts";
import { options, type Options } from "../cli/options.ts";

function asked(...argv: readonly string[]): Options {
  const found = options(argv);
  if (found === "help") throw new Error("options, not help");
  return found;
}

describe("B6 at 1024 on wasm", () => {
  const flags = ["--train", "all", "--model", "B6", "--size", "1024"];
  let network: Network;
  beforeAll(async () => {
    await useBackend("wasm");
    network = buildNetwork({ ...asked(...flags), weights: { from: "path", path: "" } }); // zeros: no time to draw 40 million
    for (const layer of network.whole.layers) layer.trainable = true;
  });

  it.each([
    [1, 2, 4],
    [2, 4, 2],
  ])(
    "a step of 8 is computed in passes that fit, on %i threads: %i images, %i passes",
    (threads, images, passes) => {
      const { microBatch, recompute, sentence } = planMemory(network, asked(...flags), threads, "wasm");
      expect(microBatch).toBe(images);
      expect(recompute).not.toBe(false);
      expect(sentence).toMatch(
        new RegExp(
          `^a step of 8 images takes ${String(passes)} passes of up to ${String(images)}, activations are recomputed \\(about \\d+ MB.*\\); batch normalisation normalises each pass by itself$`,
        ),
      );
    },
  );

  it("takes --accumulate and --recompute as given", () => {
    const plan = planMemory(network, asked(...flags, "--accumulate", "8", "--recompute"), 1, "wasm");
    expect(plan).toMatchObject({ microBatch: 1, recompute: true });
  });

  it("predicts as many images together as fit", () => {
    expect(predictionBatch(network.whole, 8, 1, "wasm")).toBeGreaterThan(1);
    expect(predictionBatch(network.whole, 64, 1, "wasm")).toBeLessThan(32);
    expect(predictionBatch(network.whole, 64, 1, "tensorflow")).toBe(64);
  });
});

it("a step that fits is computed as it is", async () => {
  await useBackend("wasm");
  const flags = asked("--train", "all", "--size", "32");
  expect(planMemory(buildNetwork(flags), flags, 1, "wasm")).toEqual({
    microBatch: 8,
    recompute: false,
    sentence: undefined,
  });
});
