import { bootstrapInterval, type ConfidenceInterval, rocAuc } from "@tensorloom/metrics";
import type { FoldData } from "./foldData.ts";
import type { FinishedFold } from "./foldFile.ts";

/** The score of a picture by the model that did not train on it. */
export interface OutOfFoldRow {
  readonly id: string;
  readonly target: number;
  readonly fold: number;
  readonly isExternal: boolean;
  readonly group: string | undefined;
  readonly score: number;
}

/** An AUC, with its 95 % interval; undefined if one of the classes is absent. */
export type Auc = ConfidenceInterval | undefined;

/** The AUCs of a cross-validation. */
export interface FoldScores {
  /** Of each fold's own pictures. */
  readonly folds: readonly Auc[];
  /** Of all out-of-fold predictions. */
  readonly all: Auc;
  /** Without the external pictures; undefined without external ones. */
  readonly own: Auc;
}

/** Joins the folds' predictions, in the order of the data. */
export function joinFolds(data: FoldData, folds: readonly FinishedFold[]): readonly OutOfFoldRow[] {
  const rows = new Array<OutOfFoldRow>(data.rows.length);
  for (const [fold, { validation }] of data.folds.entries())
    for (const [at, row] of validation.entries()) {
      const { id, target = 0, group } = data.rows[row];
      const score = folds[fold].validation.scores[at];
      rows[row] = { id, target, fold, isExternal: row >= data.own, group, score };
    }
  return rows;
}

/** Measures each fold and all of them together. Pictures of a patient are drawn together for the intervals. */
export function scoreFolds(rows: readonly OutOfFoldRow[], folds: number): FoldScores {
  const own = rows.filter(({ isExternal }) => !isExternal);
  return {
    folds: Array.from({ length: folds }, (_, fold) => measureAuc(own.filter((row) => row.fold === fold))),
    all: measureAuc(rows),
    own: own.length === rows.length ? undefined : measureAuc(own),
  };
}

/** The ROC AUC of rows, with its interval. */
export function measureAuc(rows: readonly Pick<OutOfFoldRow, "target" | "score" | "group">[]): Auc {
  const labels = rows.map(({ target }) => target);
  if (new Set(labels).size < 2) return undefined;
  const scores = rows.map(({ score }) => score);
  const groups = rows.flatMap(({ group }) => group ?? []);
  const isGrouped = groups.length === rows.length;
  return bootstrapInterval(rocAuc, { labels, scores }, isGrouped ? { groups } : { stratify: true });
}
