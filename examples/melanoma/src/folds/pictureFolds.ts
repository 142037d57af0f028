import { concatenate, fromSource, kFold } from "@tensorloom/data";
import { UserError } from "../cli/userError.ts";
import type { TrainingData } from "../pictures/trainingData.ts";
import { type FoldData, partsOf } from "./foldData.ts";

/**
 * Divides pictures into folds with equal shares of the classes; the pictures of a group, such as a patient, stay together.
 *
 * @throws UserError if there are other classes than two, or too few groups or pictures of a class for each fold.
 */
export function dividePictures(
  own: TrainingData,
  external: TrainingData | undefined,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): FoldData {
  const all = external === undefined ? [own] : [own, external];
  const foldOf = all.flatMap((data) => foldOfRows(data, folds, seed));
  checkClasses(own, foldOf, folds);
  return {
    path: own.path,
    rows: all.flatMap(({ rows }) => rows),
    pictures: fromSource(concatenate(...all.map(({ pictures }) => pictures))),
    own: own.rows.length,
    folds: partsOf(foldOf, folds),
    foldedBy: own.groupedBy,
    scored: own.labels[1],
    test: own.test,
    sampleSubmission: own.sampleSubmission,
    close: async () => {
      for (const data of all) await data.close();
    },
  };
}

function foldOfRows(data: TrainingData, folds: number, seed: number): readonly number[] {
  const { path, labels, rows } = data;
  if (labels.length !== 2)
    throw new UserError(
      `${path}: folds are scored by the AUC of 2 classes, got ${String(labels.length)}: ${labels.join(", ")}`,
    );
  const targets = rows.map(({ id, target }) => {
    if (target === undefined) throw new UserError(`${path}: ${id} has no class, which folds need`);
    return target;
  });
  const groups = rows.flatMap(({ group }) => group ?? []);
  try {
    const found = kFold(rows.length, {
      folds,
      seed,
      stratifyBy: targets,
      groupBy: groups.length === rows.length ? groups : undefined,
    });
    const foldOf = new Array<number>(rows.length);
    found.forEach(({ validation }, fold) => {
      for (const row of validation) foldOf[row] = fold;
    });
    return foldOf;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`--folds of ${path}: ${error.message.replace("kFold: ", "")}`, { cause: error });
  }
}

/** @throws UserError if a fold would validate no picture of a class, because its AUC would not be a number. */
function checkClasses(
  { path, labels, rows, groupedBy }: TrainingData,
  foldOf: readonly number[],
  folds: number,
): void {
  for (const [index, label] of labels.entries()) {
    const own = rows.flatMap(({ target }, row) => (target === index ? [row] : []));
    if (new Set(own.map((row) => foldOf[row])).size === folds) continue;
    const groups = new Set(own.map((row) => rows[row].group)).size;
    const grouped = groupedBy === undefined ? "" : ` in ${count(groups, "group")} (${groupedBy})`;
    throw new UserError(
      `${path}: a fold of ${String(folds)} has no picture of class ${label}, which has ` +
        `${count(own.length, "picture")}${grouped}; expected at least ${String(folds)}, or fewer --folds`,
    );
  }
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? "" : "s"}`;
}
