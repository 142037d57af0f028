/**
 * A problem with one cell of a table.
 *
 * @inline
 */
export interface RowIssue {
  /** The row, from 1; undefined if one row was passed. */
  readonly row?: number | undefined;
  readonly column: string;
  /** What is wrong: `int64 expected, got "old"`. */
  readonly problem: string;
}

const SHOWN = 8;

/**
 * Rows that cannot become records. The error lists every problem, not only the first.
 *
 * @example
 * ```ts
 * import { encodeRow, RowError } from "@tensorloom/convert";
 *
 * let caught: unknown;
 * try {
 *   encodeRow({ age: "old", target: 1.5 }, { age: "float32", target: "int64" });
 * } catch (error) {
 *   caught = error;
 * }
 * caught instanceof RowError && caught.issues.map(({ column }) => column); // => ["age", "target"]
 * ```
 */
export class RowError extends Error {
  override readonly name = "RowError";
  /** Every problem, in the order of the rows. */
  readonly issues: readonly RowIssue[];

  constructor(where: string, issues: readonly RowIssue[]) {
    const lines = issues.slice(0, SHOWN).map(({ row, column, problem }) => {
      const place = row === undefined ? column : `row ${String(row)}, ${column}`;
      return `${place}: ${problem}`;
    });
    const more = issues.length > SHOWN ? [`and ${String(issues.length - SHOWN)} more`] : [];
    const all = [...lines, ...more];
    super(`${where}: ${all.length === 1 ? all[0] : `\n  ${all.join("\n  ")}`}`);
    this.issues = issues;
  }
}
