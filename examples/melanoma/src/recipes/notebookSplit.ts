import { numpyPermutation } from "@tensorloom/data";
import { UserError } from "../cli/userError.ts";

/** Files for training and files for validation. */
export interface NotebookSplit<T> {
  readonly train: readonly T[];
  readonly validation: readonly T[];
}

/**
 * Splits files as the notebook does: `train_test_split(files, test_size=0.1, random_state=42)`, in scikit-learn's order.
 *
 * @throws UserError if there are fewer than two files.
 */
export function splitAsNotebook<T>(files: readonly T[], randomState: number): NotebookSplit<T> {
  if (files.length < 2)
    throw new UserError(
      `the notebook splits by file, so at least 2 train files are needed, got ${String(files.length)}`,
    );
  const order = [...numpyPermutation(files.length, randomState)].map((at) => files[at]);
  const held = Math.ceil(0.1 * files.length);
  return { train: order.slice(held), validation: order.slice(0, held) };
}
