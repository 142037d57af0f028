import { expect, it } from "vitest";
import { constant } from "./constant.ts";
import { join } from "./join.ts";
import { linear } from "./linear.ts";

it("gives each schedule its own steps, from its boundary on", () => {
  const schedule = join(
    [linear({ start: 0, end: 1, steps: 4 }), constant(7), linear({ start: 3, end: 1, steps: 2 })],
    [3, 5],
  );
  expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map(schedule)).toEqual([0, 0.25, 0.5, 7, 7, 3, 2, 1, 1]);
});

it("of one schedule is that schedule", () => {
  expect(join([constant(2)], [])(5)).toBe(2);
});
