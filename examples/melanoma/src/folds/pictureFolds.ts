import { concatenate, fromSource, kFold } from "@tensorloom/data";
import { UserError } from "../cli/userError.ts";
import type { TrainingData } from "../pictures/trainingData.ts";
import { type FoldData, partsOf } from "./foldData.ts";

/**
 * Divides pictures into folds with equal shares of the classes; the pictures of a group, such as a patient, stay together.
 *
 * @throws UserError if there are other classes than two, or too few groups or pictures of a class.
 */
export function dividePictures(
  own: TrainingData,
  external: TrainingData | undefined,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): FoldData {
  const all = external === undefined ? [own] : [own, external];
  const foldOf = all.flatMap((data) => foldOfRows(data, folds, seed));
  return {
    path: own.path,
    rows: all.flatMap(({ rows }) => rows),
    pictures: fromSource(concatenate(...all.map(({ pictures }) => pictures))),
    own: own.rows.length,
    folds: partsOf(foldOf, folds),
    foldedBy: own.groupedBy,
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
