import { kFold, numpyPermutation } from "@tensorloom/data";
import { UserError } from "../cli/userError.ts";
import { joinShards, type Shards } from "../recipes/openShards.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { type FoldData, partsOf } from "./foldData.ts";

/**
 * The fold of each shard: that of `KFold(folds, shuffle=True, random_state=42)` of scikit-learn.
 *
 * @throws UserError if there are fewer shards than folds.
 */
export function foldsOfShards(shards: number, folds: number, randomState: number): readonly number[] {
  if (shards < folds)
    throw new UserError(
      `--folds: each fold is at least one train file, so at most ${String(shards)} are possible, got ${String(folds)}`,
    );
  const order = numpyPermutation(shards, randomState);
  const foldOf = new Array<number>(shards);
  kFold(shards, { folds, shuffle: false }).forEach(({ validation }, fold) => {
    for (const at of validation) foldOf[order[at]] = fold;
  });
  return foldOf;
}

/**
 * Divides shards into folds, so that what a shard keeps together, such as a patient, stays together.
 *
 * External shards are divided with them: of 30 external and 15 own ones, the external shards 2 i and 2 i + 1 are in the
 * fold of shard i.
 */
export function divideShards(
  path: string,
  own: Shards,
  external: Shards | undefined,
  { folds, randomState }: Pick<Recipe, "folds" | "randomState">,
): FoldData {
  const foldOf = foldsOfShards(own.train.length, folds, randomState);
  const others = external?.train ?? [];
  const shards = [
    ...own.train.map((shard, at) => ({ shard, fold: foldOf[at] })),
    ...others.map((shard, at) => ({
      shard,
      fold: foldOf[Math.floor((at * own.train.length) / others.length)],
    })),
  ];
  const labelled = joinShards(shards.map(({ shard }) => shard));
  const foldOfRows = shards.flatMap(({ shard, fold }) => shard.rows.map(() => fold));
  return {
    path,
    ...labelled,
    own: own.train.reduce((sum, { rows }) => sum + rows.length, 0),
    folds: partsOf(foldOfRows, folds),
    foldedBy: "shard",
    scored: "malignant",
    test: own.test.length === 0 ? undefined : joinShards(own.test),
    sampleSubmission: own.sampleSubmission,
    close: async () => {
      await own.close();
      await external?.close();
    },
  };
}
