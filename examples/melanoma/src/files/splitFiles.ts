import { random } from "@tensorloom/core";
import { UserError } from "../cli/userError.ts";

/** Files for training and files for validation. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly validation: readonly T[];
}

/**
 * Holds back a tenth of the files, at least one, for validation. The seed decides which.
 *
 * The split is by file, because the competition's files keep the images of a patient together.
 *
 * @throws UserError if there are fewer than two files.
 */
export function splitFiles<T>(files: readonly T[], seed: number): Split<T> {
  if (files.length < 2)
    throw new UserError(
      `training and validation are split by file, so at least 2 train files are needed, got ${String(files.length)}`,
    );
  const draw = random(seed);
  const order = files.map((_, index) => ({ index, key: draw.uniform() })).sort((a, b) => a.key - b.key);
  const heldBack = new Set(order.slice(0, Math.ceil(files.length / 10)).map(({ index }) => index));
  return {
    train: files.filter((_, index) => !heldBack.has(index)),
    validation: files.filter((_, index) => heldBack.has(index)),
  };
}
