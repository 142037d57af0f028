import { describe, expect, it } from "vitest";
import { listDifferences } from "./differences.ts";

describe("differences", () => {
  it("name each value by its path", () => {
    const before = { optimizer: { name: "adam", options: { beta1: 0.9, list: [1, 2] } }, gone: 1, same: {} };
    const now = {
      optimizer: { name: "adam", options: { beta1: 0.8, list: [1, 3] } },
      same: {},
      unset: undefined,
    };
    expect(listDifferences(now, before)).toEqual([
      "optimizer.options.beta1 is 0.8, was 0.9",
      "optimizer.options.list is [1,3], was [1,2]",
      "gone is missing, was 1",
    ]);
  });
});
