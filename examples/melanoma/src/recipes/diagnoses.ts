import { UserError } from "../cli/userError.ts";

/** What is known about the diagnosis of an image. */
interface Diagnosed {
  /** A name, or the code of one; undefined: unknown. */
  readonly diagnosis: string | undefined;
  readonly target: number;
}

/** Diagnoses as classes. */
export interface DiagnosisClasses {
  /** The names of the classes; the last may be `"other"`. */
  readonly names: readonly string[];
  /** The classes whose probabilities add up to the score. */
  readonly malignant: readonly number[];
  readonly classOf: (row: Diagnosed) => number;
}

/** Names of the same finding in the data of 2018, 2019 and 2020. */
const SYNONYMS: Readonly<Record<string, string>> = {
  NV: "nevus",
  MEL: "melanoma",
  "seborrheic keratosis": "BKL",
  "lichenoid keratosis": "BKL",
  "solar lentigo": "BKL",
  "lentigo NOS": "BKL",
  "cafe-au-lait macule": "unknown",
  "atypical melanocytic proliferation": "unknown",
};

/**
 * Chooses the classes that a model distinguishes: at most `classes` of the diagnoses of the training images.
 *
 * The most frequent diagnoses have a class each, malignant ones first, and all others share the class `other`. Of the
 * competition's data with those of 2018 and 2019, nine classes have a class per diagnosis.
 *
 * @throws UserError if no image has a diagnosis, or a diagnosis is both malignant and benign.
 */
export function planDiagnoses(rows: readonly Diagnosed[], classes: number): DiagnosisClasses {
  const counts = new Map<string, { count: number; malignant: number }>();
  for (const row of rows) {
    const entry = counts.get(nameOf(row)) ?? { count: 0, malignant: 0 };
    counts.set(nameOf(row), { count: entry.count + 1, malignant: entry.malignant + row.target });
  }
  if (rows.every(({ diagnosis }) => diagnosis === undefined))
    throw new UserError(
      `${String(classes)} classes need the diagnosis of each training image, and the records have no feature diagnosis; use --classes 2`,
    );
  const mixed = [...counts].find(([, { count, malignant }]) => malignant > 0 && malignant < count);
  if (mixed !== undefined)
    throw new UserError(
      `diagnosis ${mixed[0]} is malignant in ${String(mixed[1].malignant)} of ${String(mixed[1].count)} training images, so its probability is not a score; use --classes 2`,
    );
  const isMalignant = (name: string): boolean => (counts.get(name)?.malignant ?? 0) > 0;
  const sorted = [...counts.keys()].sort(
    (a, b) =>
      Number(isMalignant(b)) - Number(isMalignant(a)) ||
      (counts.get(b)?.count ?? 0) - (counts.get(a)?.count ?? 0) ||
      (a < b ? -1 : 1),
  );
  const names = sorted.length <= classes ? sorted : [...sorted.slice(0, classes - 1), "other"];
  const classOf = new Map(sorted.map((name, at) => [name, Math.min(at, names.length - 1)]));
  return {
    names,
    malignant: names.flatMap((name, at) => (isMalignant(name) ? [at] : [])),
    classOf: (row) => classOf.get(nameOf(row)) ?? names.length - 1,
  };
}

function nameOf({ diagnosis }: Diagnosed): string {
  if (diagnosis === undefined) return "unknown";
  return SYNONYMS[diagnosis] ?? diagnosis;
}
