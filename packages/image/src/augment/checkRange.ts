import { shown } from "@tensorloom/core/internal";

/** A range from a minimum to a maximum. */
type Range = readonly [least: number, most: number];

/**
 * Checks that an option is a pair. The caller checks the bounds.
 *
 * @throws TypeError
 */
export function checkRange(name: string, value: Range): Range {
  const pair: unknown = value; // JavaScript may pass anything
  if (Array.isArray(pair) && pair.length === 2) return value;
  throw new TypeError(`${name} must be a pair [least, most], got ${shown(pair)}`);
}
