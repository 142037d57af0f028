import { checkOptions, integer } from "@tensorloom/core/internal";
import { balanceGroups } from "./balanceGroups.ts";
import { divideClasses, divideRows } from "./blocks.ts";
import { hashParts } from "./hashParts.ts";
import { lightestFolds } from "./lightestFolds.ts";
import { listParts } from "./listParts.ts";
import { rowOrder } from "./rowOrder.ts";
import { checkSplitBy, type RowKeys, SPLIT_BY, type SplitBy } from "./splitBy.ts";
import { dealtSizes } from "./stratifiedSizes.ts";

/**
 * Options of {@link kFold}.
 *
 * @inline
 */
export interface KFoldOptions extends SplitBy {
  /** The number of folds, at least 2; default 5. */
  readonly folds?: number | undefined;
}

/**
 * Splits rows into folds for cross-validation: each row is validated once.
 *
 * Each fold has its own validation rows, and all others for training. Without `shuffle`, the folds are those of
 * scikit-learn, row by row: `KFold`, with `stratifyBy` `StratifiedKFold`, with `groupBy` `GroupKFold`, with both
 * `StratifiedGroupKFold`. Shuffled, which is the default here, they have the same sizes and shares, in the order of `seed`.
 *
 * @param rows - The number of rows.
 * @returns The indices of each fold's rows, ascending. Read them with {@link select}.
 * @throws RangeError if there are fewer rows, groups or rows of the largest class than folds; TypeError if options
 * contradict.
 * @see sklearn.model_selection.StratifiedGroupKFold
 * @example
 * ```ts
 * import { kFold } from "@tensorloom/data";
 *
 * const patients = ["a", "a", "b", "b", "c", "d"];
 * const folds = kFold(patients.length, { folds: 2, groupBy: patients, shuffle: false });
 * folds.map(({ validation }) => validation); // => [[2, 3, 5], [0, 1, 4]]
 * folds[0].train; // => [0, 1, 4]
 * ```
 */
export function kFold(rows: number, options: KFoldOptions = {}): { train: number[]; validation: number[] }[] {
  const { folds = 5 } = checkOptions("kFold", options, { folds: "number", ...SPLIT_BY });
  integer("kFold: folds", folds, 2);
  const keys = checkSplitBy("kFold", rows, options);
  const foldOf = assignFolds(keys, folds);
  return listParts(foldOf, folds).map((validation, fold) => {
    if (validation.length === 0)
      throw new RangeError(`kFold: fold ${String(fold)} of ${String(folds)} has no rows`);
    return { train: [...foldOf.keys()].filter((row) => foldOf[row] !== fold), validation };
  });
}

function assignFolds(keys: RowKeys, folds: number): Uint32Array {
  const { rows, classes, groups, names, seed, shuffle } = keys;
  if (names !== undefined)
    return hashParts(
      names,
      seed,
      "kFold",
      Array.from({ length: folds }, (_, fold) => (fold + 1) / folds),
    );
  checkEnough(folds, groups?.keys.length ?? rows, groups === undefined ? "rows" : "groups");
  if (classes !== undefined)
    checkEnough(
      folds,
      classes.counts.reduce((a, b) => Math.max(a, b)),
      "rows of the largest class",
    );
  if (groups === undefined && classes !== undefined)
    return divideClasses("kFold", classes.codes, dealtSizes(classes, folds), keys);
  if (groups === undefined || (classes === undefined && shuffle))
    return divideRows("kFold", keys, (members) => evenSizes(members, folds));
  const foldOf =
    classes === undefined
      ? lightestFolds(groups.counts, folds)
      : balanceGroups(
          classes,
          groups,
          rowOrder(groups.keys.length, keys, "kFold"),
          new Array<number>(folds).fill(1),
        );
  return groups.codes.map((group) => foldOf[group]);
}

function checkEnough(folds: number, count: number, what: string): void {
  if (count < folds)
    throw new RangeError(
      `kFold: folds must be at most the number of ${what}, ${String(count)}, got ${String(folds)}`,
    );
}

/** Equal sizes; if they do not divide, the first ones are larger by one. */
function evenSizes(members: number, folds: number): number[] {
  return Array.from({ length: folds }, (_, fold) => Math.floor((members + folds - 1 - fold) / folds));
}
