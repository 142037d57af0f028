import type { ParseIssue } from "../wire/exampleError.ts";

/** What one spec makes of many features: one for each row, written straight into the result's arrays. */
export interface Column {
  /** Takes the features that stand in the column's slots as its next row; tells what does not fit. */
  add(issues: ParseIssue[]): void;
  /** The rows together, one dimension more than a single one has. */
  batch(): unknown;
  /** The only row, where there was one. */
  single(): unknown;
}
