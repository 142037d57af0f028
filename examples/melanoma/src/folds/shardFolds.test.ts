import { fromArray } from "@tensorloom/data";
import { expect, it } from "vitest";
import type { Shards } from "../recipes/openShards.ts";
import { divideShards, foldsOfShards } from "./shardFolds.ts";

it("has the folds of scikit-learn", () => {
  const foldOf = foldsOfShards(15, 5, 42);
  const shardsOf = (fold: number): number[] => foldOf.flatMap((one, shard) => (one === fold ? [shard] : []));
  expect([0, 1, 2, 3, 4].map(shardsOf)).toEqual([
    [0, 9, 11], // of fixtures/permutations.py in data
    [5, 8, 13],
    [1, 2, 14],
    [4, 7, 10],
    [3, 6, 12],
  ]);
  expect(() => foldsOfShards(2, 3, 42)).toThrow("--folds: each fold is at least one train file");
});

it("puts external shards into the folds of the shards beside them", async () => {
  const shards = (prefix: string, count: number): Shards => ({
    train: Array.from({ length: count }, (_, at) => {
      const id = `${prefix}${String(at)}`;
      const row = { id, target: 0, group: undefined, metadata: {} };
      const picture = { ids: id, bytes: new Uint8Array(1), targets: 0 };
      return { name: `${id}-1.tfrec`, rows: [row], pictures: fromArray([picture]) };
    }),
    test: [],
    sampleSubmission: undefined,
    close: () => Promise.resolve(),
  });
  const { rows, pictures, own, folds } = divideShards("data", shards("a", 3), shards("x", 6), {
    folds: 3,
    randomState: 42,
  });
  expect([own, rows.length, folds.length]).toEqual([3, 9, 3]);
  for (const { train, validation } of folds) {
    const names = validation.map((row) => rows[row].id);
    const shard = Number(names[0].slice(1));
    expect(names).toEqual([`a${String(shard)}`, `x${String(2 * shard)}`, `x${String(2 * shard + 1)}`]);
    expect([...train, ...validation].sort()).toEqual([...rows.keys()]);
    expect(
      await pictures
        .select(validation)
        .map(({ ids }) => ids)
        .toArray(),
    ).toEqual(names);
  }
});
