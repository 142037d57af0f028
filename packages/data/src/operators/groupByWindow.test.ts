import { expect, it } from "vitest";
import { fromArray, groupByWindow, range } from "../index.ts";

it("gives unfilled groups in the order of their keys: numbers, then strings", async () => {
  const keys = ["b", 10, "2", 2, "a", -1, "10"];
  const grouped = fromArray(keys).apply(groupByWindow((key) => key, { size: 2 }));
  expect((await grouped.toArray()).flat()).toEqual([-1, 2, 10, "10", "2", "a", "b"]);
});

it("stands before a repeat of none, whose size is known", () => {
  expect(
    range(5)
      .apply(groupByWindow((x) => x % 2, { size: 2 }))
      .repeat(0).size,
  ).toBe(0);
});
