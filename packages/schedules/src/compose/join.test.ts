import { expect, it } from "vitest";
import { constant } from "../decay/constant.ts";
import { join } from "./join.ts";
import { linear } from "../decay/linear.ts";

it("counts each schedule's steps from its boundary", () => {
  const schedule = join(
    [linear({ start: 0, end: 1, steps: 4 }), constant(7), linear({ start: 3, end: 1, steps: 2 })],
    [3, 5],
  );
  expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map(schedule)).toEqual([0, 0.25, 0.5, 7, 7, 3, 2, 1, 1]);
});

it("returns the rates of a single schedule", () => {
  expect(join([constant(2)], [])(5)).toBe(2);
});
