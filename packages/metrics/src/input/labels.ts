import { shown } from "@tensorloom/core/internal";
import { assertList } from "./scores.ts";

/**
 * Checks that labels are class indices, one per row.
 *
 * @param rows - How many there must be. Default: any number.
 * @param classes - The number of classes. Default: any.
 * @returns The number of classes that the labels need: the highest one plus one.
 * @throws TypeError if they are not a list; RangeError if there are too many or too few, or one is not a class index.
 */
export function checkLabels(
  name: string,
  labels: ArrayLike<number>,
  rows: number | undefined,
  classes: number = Number.MAX_SAFE_INTEGER,
): number {
  assertList(name, labels);
  if (rows !== undefined && labels.length !== rows)
    throw new RangeError(
      `${name} must have one number per row, ${String(rows)}, got ${String(labels.length)}`,
    );
  let needed = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (Number.isInteger(label) && label >= 0 && label < classes) {
      if (label >= needed) needed = label + 1;
      continue;
    }
    const range =
      classes === Number.MAX_SAFE_INTEGER
        ? "an integer of at least 0"
        : `an integer from 0 to ${String(classes - 1)}`;
    throw new RangeError(`${name}[${String(row)}] must be ${range}, got ${shown(label)}`);
  }
  return needed;
}

/** The label of each row as 0 or 1: whether it is of one class. */
export function isOfClass(labels: ArrayLike<number>, one: number): Uint8Array {
  const found = new Uint8Array(labels.length);
  for (let row = 0; row < found.length; row++) found[row] = Number(labels[row] === one);
  return found;
}
