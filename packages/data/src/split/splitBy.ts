import { integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import { codeKeys, type Coded, type Keys } from "./codeKeys.ts";

/**
 * What decides which part a row is in.
 *
 * @inline
 */
export interface SplitBy {
  /** The class of each row: every part has about the same share of each class. */
  readonly stratifyBy?: Keys | undefined;
  /** The group of each row, such as its patient: the rows of a group stay together. */
  readonly groupBy?: Keys | undefined;
  /**
   * A lasting name of each row or of its group: a hash of it and of the seed chooses the part, so that rows keep their
   * part when others are added or removed. Not with `stratifyBy`, `groupBy` or `shuffle`.
   */
  readonly hashBy?: Keys | undefined;
  /** The seed of the order; default 0. */
  readonly seed?: number | undefined;
  /** Whether rows (or groups) are shuffled before they are divided; default true. */
  readonly shuffle?: boolean | undefined;
}

export const SPLIT_BY: OptionKinds<SplitBy> = {
  stratifyBy: "any",
  groupBy: "any",
  hashBy: "any",
  seed: "number",
  shuffle: "boolean",
};

/** Checked options, with the classes and groups of all rows. */
export interface RowKeys {
  readonly rows: number;
  readonly classes: Coded | undefined;
  readonly groups: Coded | undefined;
  /** The names that are hashed. */
  readonly names: Keys | undefined;
  readonly seed: number;
  readonly shuffle: boolean;
}

/** Checks the options that `split` and `kFold` share. */
export function checkSplitBy(name: string, rows: number, options: SplitBy): RowKeys {
  integer(`${name}: rows`, rows, 1);
  const { stratifyBy, groupBy, hashBy, seed = 0, shuffle = true } = options;
  integer(`${name}: seed`, seed);
  if (!shuffle && options.seed !== undefined)
    throw new TypeError(`${name}: seed has no effect without shuffle, got ${shown(seed)}`);
  if (hashBy !== undefined)
    for (const other of ["stratifyBy", "groupBy", "shuffle"] as const)
      if (options[other] !== undefined)
        throw new TypeError(
          `${name}: hashBy decides for each row by itself; it cannot be combined with ${other}`,
        );
  const coded = (option: "stratifyBy" | "groupBy" | "hashBy", keys: Keys | undefined): Coded | undefined =>
    keys === undefined ? undefined : codeKeys(`${name}: ${option}`, keys, rows);
  coded("hashBy", hashBy);
  return {
    rows,
    classes: coded("stratifyBy", stratifyBy),
    groups: coded("groupBy", groupBy),
    names: hashBy,
    seed,
    shuffle,
  };
}
