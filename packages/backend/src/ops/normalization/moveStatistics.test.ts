import { tensor1d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../engine/useBackend.ts";
import { moveStatistics } from "./moveStatistics.ts";

describe("moving statistics in place", () => {
  beforeAll(() => useBackend("wasm"));

  it("moves them by the momentum", () => {
    const moving = { mean: tensor1d([4, -2]), variance: tensor1d([1, 1]) };
    const found = { mean: tensor1d([8, 2]), variance: tensor1d([3, 1]) };
    expect(moveStatistics(moving, found, 0.75)).toBe(true);
    expect([...moving.mean.dataSync(), ...moving.variance.dataSync()]).toEqual([5, -1, 1.5, 1]);
  });

  it("moves neither if another tensor shares the numbers of one", () => {
    const moving = { mean: tensor1d([4]), variance: tensor1d([1]) };
    const snapshot = moving.variance.clone();
    expect(moveStatistics(moving, { mean: tensor1d([8]), variance: tensor1d([3]) }, 0.75)).toBe(false);
    expect([...moving.mean.dataSync(), ...snapshot.dataSync()]).toEqual([4, 1]);
  });
});
