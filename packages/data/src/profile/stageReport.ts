/**
 * Measurements of one stage. Times are in milliseconds.
 *
 * @example
 * ```ts
 * import { explain, range, type StageReport } from "@tensorloom/data";
 *
 * const { stages } = await explain(range(8).batch(2));
 * const line = ({ stage, elements }: StageReport) => `${stage}: ${elements}`;
 * stages.map(line); // => ["range(8): 8", "batch(2): 4"]
 * ```
 */
export interface StageReport {
  /** The stage's own label. */
  readonly stage: string;
  /** The size of the source that the stage makes; `undefined` if unknown. */
  readonly size: number | undefined;
  /** How many elements it delivered. */
  readonly elements: number;
  /** How long the next stage waited for it. */
  readonly waited: number;
  /** The part of `waited` in which it did not wait for earlier stages, or its function kept the thread busy. */
  readonly own: number;
  /** How long its function kept the thread busy. */
  readonly inFunctions: number;
  /** Whether it ever returned a promise. */
  readonly isAsync: boolean;
  /** Whether it is a source. */
  readonly isSource: boolean;
}
