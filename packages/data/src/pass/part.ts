import type { Part } from "../part.ts";
import type { Start } from "../source.ts";

/** Takes the place of an element that another process reads. */
export const ELSEWHERE: unique symbol = Symbol("an element of another process");

/**
 * A batch of which this process has no rows.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { NoRows, withPart } from "@tensorloom/data/internal";
 *
 * const batches = range(1).batch(3);
 * const { value } = await batches.open(withPart({}, { of: batches.label, index: 1, count: 2 })).next();
 * value instanceof NoRows; // => true
 * ```
 */
export class NoRows {
  readonly rows = 0;
}

const wholeRows = new WeakMap<object, number>();

/**
 * Returns the rows of the whole batch, if only a part of it was read; `undefined` for a batch that was read completely.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { rowsOfWhole, withPart } from "@tensorloom/data/internal";
 *
 * const batches = range(5).batch(3);
 * const pass = batches.open(withPart({}, { of: batches.label, index: 0, count: 2 }));
 * const { value } = await pass.next();
 * [value, rowsOfWhole(value)]; // => [[0, 2], 3]
 * ```
 */
export function rowsOfWhole(batch: unknown): number | undefined {
  return typeof batch === "object" && batch !== null ? wholeRows.get(batch) : undefined;
}

/**
 * Remembers the rows of the whole batch, and returns the part.
 *
 * @example
 * ```ts
 * import { markPart, rowsOfWhole } from "@tensorloom/data/internal";
 *
 * rowsOfWhole(markPart(["a"], 3)); // => 3
 * ```
 */
export function markPart<B>(batch: B, rows: number): B {
  if (typeof batch !== "object" || batch === null)
    throw new TypeError("batch: collate must return an object if several processes share each batch");
  wholeRows.set(batch, rows);
  return batch;
}

/** The part of a start, if it is addressed to this label. */
export function partFor({ part: found }: Start, label: string): Part | undefined {
  const part = found as Part | undefined; // withPart made it
  return part?.of === label ? part : undefined;
}

/** Whether another process reads the element at a position. */
export function isElsewhere({ index, count, rows }: Part, position: number): boolean {
  return rows !== undefined && (position % rows) % count !== index;
}

/** Wraps a function of elements so that those of other processes are left out. */
export function skippingElsewhere<A, B, C>(
  part: Part | undefined,
  transform: (element: A, index: number, ...rest: C[]) => B,
): (element: A, index: number, ...rest: C[]) => B {
  if (part?.rows === undefined) return transform;
  return (element, index, ...rest) =>
    isElsewhere(part, index) ? (ELSEWHERE as B) : transform(element, index, ...rest); // the batch leaves it out
}
