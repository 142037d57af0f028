/**
 * How many rows of the data are of one split, one class and the same groups.
 *
 * No row is counted twice, so the rows of a split are the sum of its counts.
 *
 * @example
 * ```ts
 * import type { DataCount } from "@tensorloom/report";
 *
 * const data: readonly DataCount[] = [
 *   { split: "training", class: "benign", groups: { sex: "female" }, rows: 410 },
 *   { split: "training", class: "benign", groups: { sex: "male" }, rows: 390 },
 * ];
 * data.reduce((sum, { rows }) => sum + rows, 0); // => 800
 * ```
 */
export interface DataCount {
  /** `"training"`, `"validation"`, `"test"`, or any other name. */
  readonly split: string;
  /** The name of the class, if it is known. */
  readonly class?: string | undefined;
  /** The value of each column that groups the rows, such as a sex or a hospital. */
  readonly groups?: Readonly<Record<string, string>> | undefined;
  /** Number of rows, at least 0. */
  readonly rows: number;
}
