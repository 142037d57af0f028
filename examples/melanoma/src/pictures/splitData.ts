import { split } from "@tensorloom/data";
import { UserError } from "../cli/userError.ts";
import type { Parts, TrainingData } from "./trainingData.ts";

/**
 * Splits pictures into those that train and those that validate.
 *
 * Each class has its share in both, and the pictures of a group, such as a patient, stay together.
 *
 * @throws UserError if there are fewer than two classes, or a class or the groups cannot be in both parts.
 */
export function splitData(
  data: Pick<TrainingData, "path" | "labels" | "rows" | "groupedBy">,
  { validation, seed }: { readonly validation: number; readonly seed: number },
): Parts {
  const targets = checkClasses(data);
  const groups = data.rows.flatMap(({ group }) => group ?? []);
  const count = new Set(groups).size;
  if (count === 1)
    throw new UserError(
      `${data.path}: expected pictures of at least 2 groups (${String(data.groupedBy)}), ` +
        `because a group stays in one part; got 1`,
    );
  const groupBy = count === 0 || count === data.rows.length ? undefined : groups; // not if each is alone
  const fractions = { train: 1 - validation, validation };
  const parts = splitRows(targets.length, { fractions, stratifyBy: targets, groupBy, seed }, data);
  checkParts(parts, targets, data);
  return parts;
}

function splitRows(
  rows: number,
  options: Parameters<typeof split<{ train: number; validation: number }>>[1],
  { path, groupedBy }: Pick<TrainingData, "path" | "groupedBy">,
): Parts {
  try {
    return split(rows, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const hint =
      options.groupBy === undefined
        ? "expected another --validation"
        : `expected more groups (${String(groupedBy)}), which stay together, or another --validation`;
    throw new UserError(`${path}: ${error.message.replace(/^split: /, "")}; ${hint}`, { cause: error });
  }
}

/** Returns the class of each row. */
function checkClasses({ path, labels, rows }: Pick<TrainingData, "path" | "labels" | "rows">): number[] {
  const targets = rows.map(({ id, target }) => {
    if (target === undefined) throw new UserError(`${path}: ${id} has no class, which training needs`);
    return target;
  });
  const present = labels.filter((_, index) => targets.includes(index));
  if (present.length < 2)
    throw new UserError(
      `${path}: expected pictures of at least 2 classes, got ${String(present.length)}${present.length === 1 ? `: ${present[0]}` : ""}`,
    );
  for (const [index, label] of labels.entries()) {
    const count = targets.filter((target) => target === index).length;
    if (count < 2)
      throw new UserError(
        `${path}: class ${label} has ${count === 0 ? "no picture" : "1 picture"}; expected at least 2, one to train and one to validate`,
      );
  }
  return targets;
}

function checkParts(
  parts: Parts,
  targets: readonly number[],
  data: Pick<TrainingData, "path" | "labels" | "groupedBy">,
): void {
  for (const [part, rows] of Object.entries(parts) as [string, readonly number[]][])
    for (const [index, label] of data.labels.entries())
      if (!rows.some((row) => targets[row] === index))
        throw new UserError(
          `${data.path}: no picture of class ${label} is left for ${part}, because groups (${String(data.groupedBy)}) stay together; ` +
            `expected each class in at least 2 groups`,
        );
}
