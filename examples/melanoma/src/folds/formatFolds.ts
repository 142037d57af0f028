import { formatTable } from "../cli/formatTable.ts";
import { formatCsv } from "../results/formatCsv.ts";
import type { FinishedFold } from "./foldFile.ts";
import type { Auc, FoldScores, OutOfFoldRow } from "./scoreFolds.ts";

/** `0.9123 (95 %: 0.8801 to 0.9402)`. */
export function formatAuc(auc: Auc): string {
  if (auc === undefined) return "undefined: all pictures are of one class";
  const [value, low, high] = [auc.value, auc.low, auc.high].map((number) => number.toFixed(4));
  return `${value} (95 %: ${low} to ${high})`;
}

/** The table of AUCs at the end of a cross-validation. */
export function formatScores(
  { folds, all, own }: FoldScores,
  finished?: readonly Pick<FinishedFold, "epoch">[],
): string {
  return formatTable([
    ...folds.map((auc, fold) => {
      const kept = finished === undefined ? "" : `, epoch ${String(finished[fold].epoch)}`;
      return [`AUC of fold ${String(fold + 1)}`, `${formatAuc(auc)}${kept}`] as const;
    }),
    ["AUC, out of fold", formatAuc(all)],
    ...(own === undefined ? [] : [["without external", formatAuc(own)] as const]),
  ]);
}

/** The content of `out-of-fold.csv`. Nine digits distinguish all float32. */
export function formatOutOfFold(rows: readonly OutOfFoldRow[]): string {
  const header = ["image_name", "target", "fold", "external", "prediction"];
  return formatCsv([
    header,
    ...rows.map(({ id, target, fold, isExternal, score }) => [
      id,
      target,
      fold + 1,
      Number(isExternal),
      Number(score.toPrecision(9)),
    ]),
  ]);
}
