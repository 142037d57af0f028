import { describe, expect, it } from "vitest";
import { shardOrder } from "./shardOrder.ts";

const sorted = (shards: readonly Uint32Array[]): number[] =>
  shards.flatMap((rows) => [...rows]).sort((a, b) => a - b);
const counts = (rows: Uint32Array, classes: Uint32Array): number[] =>
  [0, 1].map((c) => rows.filter((row) => classes[row] === c).length);

describe("shardOrder", () => {
  const ROWS = 103;
  const classes = Uint32Array.from({ length: ROWS }, (_, i) => (i < 20 ? 1 : 0));
  const groups = Uint32Array.from({ length: ROWS }, (_, i) => i % 17);

  it.each([
    ["rows", {}],
    ["classes", { classes }],
    ["groups", { groups }],
    ["groups and classes", { groups, classes }],
  ])("has every row once, in the same order every time: %s", (_name, keys) => {
    const shards = shardOrder(ROWS, { shards: 8, seed: 1, ...keys });
    expect(sorted(shards)).toEqual(Array.from({ length: ROWS }, (_, i) => i));
    expect(shardOrder(ROWS, { shards: 8, seed: 1, ...keys })).toEqual(shards);
    expect(shardOrder(ROWS, { shards: 8, seed: 2, ...keys })).not.toEqual(shards);
  });

  it("makes shards that differ by at most one row, and keeps the order without a seed", () => {
    const shards = shardOrder(7, { shards: 3, seed: undefined });
    expect(shards.map((rows) => [...rows])).toEqual([
      [0, 1],
      [2, 3],
      [4, 5, 6],
    ]);
  });

  it("has the share of each class in every shard", () => {
    const shards = shardOrder(ROWS, { shards: 8, seed: 1, classes });
    for (const rows of shards) {
      expect([12, 13]).toContain(rows.length);
      expect([2, 3]).toContain(counts(rows, classes)[1]); // 20 of 8
    }
  });

  it("keeps groups together and shards about equal", () => {
    const shards = shardOrder(ROWS, { shards: 4, seed: 1, groups });
    const owners = shards.map((rows) => new Set([...rows].map((row) => groups[row])));
    expect(owners.reduce((sum, { size }) => sum + size, 0)).toBe(17);
    const sizes = shards.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(7); // a group has 6 or 7 rows
  });

  it("balances the classes of groups", () => {
    // groups of 5 rows; the first 8 of 40 groups have only class 1
    const many = Uint32Array.from({ length: 200 }, (_, i) => Math.floor(i / 5));
    const labels = Uint32Array.from({ length: 200 }, (_, i) => (i < 40 ? 1 : 0));
    const shards = shardOrder(200, { shards: 4, seed: 3, groups: many, classes: labels });
    expect(shards.map((rows) => counts(rows, labels))).toEqual([
      [40, 10],
      [40, 10],
      [40, 10],
      [40, 10],
    ]);
  });
});
