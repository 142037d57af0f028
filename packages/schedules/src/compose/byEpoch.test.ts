import { expect, it } from "vitest";
import { byEpoch } from "./byEpoch.ts";

it("passes the epoch of a step", () => {
  const schedule = byEpoch((epoch) => epoch, 3);
  expect([0, 2, 3, 5, 6].map(schedule)).toEqual([0, 0, 1, 1, 2]);
});
