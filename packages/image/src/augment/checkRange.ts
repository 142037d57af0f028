import { shown } from "@tensorloom/core/internal";

/** A range: its least and its most value. */
type Range = readonly [least: number, most: number];

/**
 * Checks that an option is a pair of numbers; their bounds are the caller's to check.
 *
 * @throws TypeError
 */
export function checkRange(name: string, value: Range): Range {
  const pair: unknown = value; // JavaScript may pass anything
  if (Array.isArray(pair) && pair.length === 2) return value;
  throw new TypeError(`${name} must be a pair [least, most], got ${shown(pair)}`);
}
