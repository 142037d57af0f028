import { checkOptions, finite, shown } from "@tensorloom/core/internal";
import { balanceGroups } from "./balanceGroups.ts";
import { divideClasses, divideRows } from "./blocks.ts";
import type { Coded } from "./codeKeys.ts";
import { hashParts } from "./hashParts.ts";
import { listParts } from "./listParts.ts";
import { rowOrder } from "./rowOrder.ts";
import { checkSplitBy, type RowKeys, SPLIT_BY, type SplitBy } from "./splitBy.ts";
import { stratifiedSizes } from "./stratifiedSizes.ts";

/**
 * The shares of the parts, by name or in order.
 *
 * @inline
 */
type Fractions = Readonly<Record<string, number>> | readonly number[];

/**
 * Options of {@link split}.
 *
 * @inline
 */
export interface SplitOptions<F extends Fractions> extends SplitBy {
  /** The share of each part, above 0, by name or as a list; together 1. */
  readonly fractions: F;
}

/**
 * Splits rows into parts, such as training, validation and test rows.
 *
 * Each row is in exactly one part. Every part but the first has its fraction of the rows rounded up, and the first has
 * the others. With `groupBy`, the fractions are of the groups; with `stratifyBy` and `groupBy`, of the rows, as far as
 * the groups allow; with `hashBy`, each row is in a part with the probability of its fraction.
 *
 * @param rows - The number of rows.
 * @returns The indices of each part's rows, ascending: an object or a list as `fractions` is. Read them with {@link select}.
 * @throws RangeError if a part would be empty, or rows and keys differ in number; TypeError if options contradict.
 * @see sklearn.model_selection.train_test_split, GroupShuffleSplit
 * @example
 * ```ts
 * import { fromArray, split } from "@tensorloom/data";
 *
 * const rows = Array.from({ length: 100 }, (_, i) => ({ id: i, label: i % 10 === 0 ? "malignant" : "benign" }));
 * const { train, test } = split(rows.length, {
 *   fractions: { train: 0.8, test: 0.2 },
 *   stratifyBy: rows.map(({ label }) => label),
 *   seed: 42,
 * });
 * [train.length, test.length]; // => [80, 20]
 * const tested = await fromArray(rows).select(test).toArray();
 * tested.filter(({ label }) => label === "malignant").length; // => 2
 * ```
 */
export function split<const F extends Fractions>(
  rows: number,
  options: SplitOptions<F>,
): { -readonly [K in keyof F]: number[] } {
  const { fractions } = checkOptions("split", options, { fractions: "any", ...SPLIT_BY });
  const shares = checkFractions(fractions);
  const keys = checkSplitBy("split", rows, options);
  const lists = listParts(assignParts(keys, [...shares.values()]), shares.size);
  const parts = [...shares.keys()].map((name, part) => [name, lists[part]] as const);
  for (const [name, { length }] of parts)
    if (length === 0) throw new RangeError(`split: the part ${name} has no rows; there are ${count(keys)}`);
  // It has the keys of `fractions`, or is a list as long.
  return (Array.isArray(fractions) ? lists : Object.fromEntries(parts)) as { [K in keyof F]: number[] };
}

function count({ rows, groups }: RowKeys): string {
  return `${String(rows)} rows${groups === undefined ? "" : ` in ${String(groups.keys.length)} groups`}`;
}

function checkFractions(fractions: Fractions): ReadonlyMap<string, number> {
  const value: unknown = fractions; // JavaScript passes anything
  if (typeof value !== "object" || value === null)
    throw new TypeError(
      `split: fractions must be an object or a list, such as { train: 0.8, test: 0.2 }, got ${shown(value)}`,
    );
  const shares = new Map(Object.entries<number>(fractions));
  if (shares.size < 2)
    throw new RangeError(`split: fractions must have at least two, got ${String(shares.size)}`);
  for (const [name, share] of shares) {
    finite(`split: fractions.${name}`, share, 0, 1);
    if (share === 0) throw new RangeError(`split: fractions.${name} must be above 0, got 0`);
  }
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-6)
    throw new RangeError(`split: fractions must sum to 1, got ${String(total)}`);
  return shares;
}

function assignParts(keys: RowKeys, shares: readonly number[]): Uint32Array {
  const { rows, classes, groups, names, seed } = keys;
  const sizesOf = (members: number): number[] => partSizes(members, shares);
  if (names !== undefined) {
    const ends = shares.map((_, part) => shares.slice(0, part + 1).reduce((sum, share) => sum + share, 0));
    return hashParts(names, seed, "split", ends);
  }
  if (classes === undefined) return divideRows("split", keys, sizesOf);
  if (groups !== undefined) {
    const order = rowOrder(groups.keys.length, keys, "split");
    const weights = shares.map((share) => share * shares.length);
    const partOf = balanceGroups(classes, groups, order, weights);
    return groups.codes.map((group) => partOf[group]);
  }
  const sizes = sizesOf(rows);
  checkStratified(classes, sizes);
  const order = rowOrder(classes.keys.length, keys, "split, equal remainders");
  return divideClasses("split", classes.codes, stratifiedSizes(classes, sizes, order), keys);
}

/** How many of all members each part has. The tolerance absorbs rounding: `0.07 * 100` is above 7. */
function partSizes(members: number, shares: readonly number[]): number[] {
  const others = shares.slice(1).map((share) => Math.ceil(share * members - 1e-6));
  return [
    Math.max(
      0,
      others.reduce((left, size) => left - size, members),
    ),
    ...others,
  ];
}

function checkStratified({ keys, counts }: Coded, sizes: readonly number[]): void {
  counts.forEach((rows, c) => {
    if (rows < sizes.length)
      throw new RangeError(
        `split: each class must have a row per part, but ${shown(keys[c])} has ${String(rows)} for ${String(sizes.length)} parts`,
      );
  });
  for (const size of sizes)
    if (size < counts.length)
      throw new RangeError(
        `split: each part must have a row per class, but one has ${String(size)} for ${String(counts.length)} classes`,
      );
}
