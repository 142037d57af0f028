import { shown } from "@tensorloom/core/internal";
import { assertArrayLike } from "../validate.ts";

/**
 * One key per row: all strings, or all numbers.
 *
 * @inline
 */
export type Keys = ArrayLike<string> | ArrayLike<number>;

/** Keys as whole numbers from 0, in the order of the sorted keys. */
export interface Coded {
  /** The code of each row's key. */
  readonly codes: Uint32Array;
  /** The distinct keys, sorted: strings by code unit, numbers by value. */
  readonly keys: readonly (string | number)[];
  /** How many rows have each key. */
  readonly counts: readonly number[];
}

/**
 * Codes the keys of rows as whole numbers.
 *
 * @throws RangeError if there is not one key per row; TypeError if a key is not a string or a number, or kinds are mixed.
 * @see numpy.unique, with `return_inverse` and `return_counts`
 */
export function codeKeys(name: string, keys: Keys, rows: number): Coded {
  assertArrayLike(name, keys, "keys");
  if (keys.length !== rows)
    throw new RangeError(`${name} must have one key per row, ${String(rows)}, got ${String(keys.length)}`);
  const numbers = new Map<string | number, number>();
  for (let row = 0; row < rows; row++) {
    const key = keys[row];
    if (typeof key !== typeof keys[0] || !(typeof key === "string" || Number.isFinite(key)))
      throw new TypeError(
        `${name}[${String(row)}] must be a ${typeof keys[0] === "string" ? "string" : "finite number"}, got ${shown(key)}`,
      );
    numbers.set(key, (numbers.get(key) ?? 0) + 1);
  }
  const sorted = [...numbers.keys()].sort((a, b) => (a < b ? -1 : 1));
  const counts = sorted.map((key) => numbers.get(key) ?? 0);
  sorted.forEach((key, code) => numbers.set(key, code));
  const codes = Uint32Array.from({ length: rows }, (_, row) => numbers.get(keys[row]) ?? 0);
  return { codes, keys: sorted, counts };
}
