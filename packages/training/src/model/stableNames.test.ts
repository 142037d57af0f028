import { describe, expect, it } from "vitest";
import { createStableNames } from "./stableNames.ts";

describe("names that are the same in every process", () => {
  it("count automatic names within the model, and leave others alone", () => {
    const stable = createStableNames();
    expect(
      [
        "dense_Dense7/kernel",
        "dense_Dense7/bias",
        "dense_Dense12/kernel",
        "conv2d_Conv2D3",
        "model4",
        "block1a_bn",
      ].map(stable),
    ).toEqual([
      "dense_Dense1/kernel",
      "dense_Dense1/bias",
      "dense_Dense2/kernel",
      "conv2d_Conv2D1",
      "model1",
      "block1a_bn",
    ]);
    expect(stable('{"name":"dense_Dense12","inputs":["dense_Dense12_input","input5"]}')).toBe(
      '{"name":"dense_Dense2","inputs":["dense_Dense2_input","input1"]}',
    );
  });
});
