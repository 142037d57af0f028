import { random } from "@tensorloom/core";
import { UserError } from "../cli/userError.ts";

/** Files to learn from and files to be judged by. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly validation: readonly T[];
}

/**
 * Keeps a tenth of the files, at least one, for validation; which, the seed decides.
 *
 * By file, not by image: the competition's files keep the images of a patient together.
 *
 * @throws UserError where there are fewer than two files.
 */
export function splitByFile<T>(files: readonly T[], seed: number): Split<T> {
  if (files.length < 2)
    throw new UserError(
      `training and validation are split by file, so at least 2 train files are needed, got ${String(files.length)}`,
    );
  const draw = random(seed);
  const drawn = files.map((_, index) => ({ index, key: draw.uniform() })).sort((a, b) => a.key - b.key);
  const held = new Set(drawn.slice(0, Math.ceil(files.length / 10)).map(({ index }) => index));
  return {
    train: files.filter((_, index) => !held.has(index)),
    validation: files.filter((_, index) => held.has(index)),
  };
}
