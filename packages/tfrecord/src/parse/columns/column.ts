import type { ParseIssue } from "../../wire/exampleError.ts";

/** The values of one feature spec for many rows, written directly into the arrays of the result. */
export interface Column {
  /** Appends the features in the column's slots as the next row; adds what does not match to `issues`. */
  add(issues: ParseIssue[]): void;
  /** The result for a batch: one dimension more than for a single row. */
  batch(): unknown;
  /** The result for a single row. */
  single(): unknown;
}
