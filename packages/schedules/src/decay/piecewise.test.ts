import { expect, it } from "vitest";
import { piecewise } from "./piecewise.ts";

it("keeps a rate up to and including its boundary", () => {
  const schedule = piecewise([10, 20], [3, 2, 1]);
  expect([0, 9, 10, 10.5, 11, 20, 21, 1e9].map(schedule)).toEqual([3, 3, 3, 2, 2, 2, 1, 1]);
});
