import { describe, expect, it } from "vitest";
import { sgd } from "./sgd.ts";
import { resolveWeightDecay } from "./weightDecay.ts";

const decays = (options: Parameters<typeof resolveWeightDecay>[1]): readonly number[] => {
  const decay = resolveWeightDecay("sgd", { weightDecay: 0.5, ...options });
  return [
    decay.of("block1a/depthwise/depthwise_kernel", [3, 3, 8, 1]),
    decay.of("block1a/norm/gamma", [8]),
    decay.of("head/kernel", [8, 2]),
    decay.of("head/bias", [2]),
  ];
};

describe("excludeFromWeightDecay", () => {
  it("excludes biases and batch normalisation by default", () => {
    expect(decays({})).toEqual([0.5, 0, 0.5, 0]);
    expect(decays({ excludeFromWeightDecay: "vectors" })).toEqual([0.5, 0, 0.5, 0]);
  });

  it("excludes names that contain a text, and nothing for an empty list", () => {
    expect(decays({ excludeFromWeightDecay: ["block1a", "bias"] })).toEqual([0, 0, 0.5, 0]);
    expect(decays({ excludeFromWeightDecay: [] })).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("must be a list of texts", () => {
    expect(() => sgd({ excludeFromWeightDecay: "bias" as never })).toThrow(
      'sgd: excludeFromWeightDecay must be "vectors" or a list of parts of names such as ["bias"], got "bias"',
    );
    expect(() => sgd({ weightDecay: -1 })).toThrow("sgd: weightDecay must be a finite number of at least 0");
  });
});
