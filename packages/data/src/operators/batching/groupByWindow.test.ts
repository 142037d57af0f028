import { expect, it } from "vitest";
import { fromArray, groupByWindow, range } from "../../index.ts";
import { SKIP } from "../../operator.ts";

it("yields incomplete groups in the order of their keys: numbers, then strings", async () => {
  const keys = ["b", 10, "2", 2, "a", -1, "10"];
  const grouped = fromArray(keys).apply(groupByWindow((key) => key, { size: 2 }));
  expect((await grouped.toArray()).flat()).toEqual([-1, 2, 10, "10", "2", "a", "b"]);
});

it("skips only the groups for which collate returns SKIP, sync or async", async () => {
  const some = (group: readonly number[]): typeof SKIP | readonly number[] => (group[0] === 0 ? SKIP : group);
  for (const collate of [some, async (group: readonly number[]) => some(await Promise.resolve(group))]) {
    const groups = range(6).apply(groupByWindow<number, number, unknown>((x) => x % 3, { size: 9, collate }));
    expect(await groups.toArray()).toEqual([
      [1, 4],
      [2, 5],
    ]);
  }
});

it("has size 0 after repeat(0)", () => {
  expect(
    range(5)
      .apply(groupByWindow((x) => x % 2, { size: 2 }))
      .repeat(0).size,
  ).toBe(0);
});
