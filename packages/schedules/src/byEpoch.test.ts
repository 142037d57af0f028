import { expect, it } from "vitest";
import { byEpoch } from "./byEpoch.ts";

it("asks for the epoch that a step is in", () => {
  const schedule = byEpoch((epoch) => epoch, 3);
  expect([0, 2, 3, 5, 6].map(schedule)).toEqual([0, 0, 1, 1, 2]);
});
