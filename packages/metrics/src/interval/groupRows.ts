import { shown } from "@tensorloom/core/internal";

/**
 * Lists the rows of each group, in the order in which groups first occur.
 *
 * @throws TypeError if groups are not a list; RangeError if there is not one per row.
 */
export function groupRows<G>(name: string, groups: ArrayLike<G>, rows: number): ReadonlyMap<G, number[]> {
  const value: unknown = groups; // JavaScript passes anything
  if (typeof value !== "object" || value === null || !("length" in value))
    throw new TypeError(`${name}: groups must be an array, got ${shown(value)}`);
  if (groups.length !== rows)
    throw new RangeError(
      `${name}: groups must have one value per row, ${String(rows)}, got ${String(groups.length)}`,
    );
  const found = new Map<G, number[]>();
  for (let row = 0; row < rows; row++) {
    const list = found.get(groups[row]);
    if (list === undefined) found.set(groups[row], [row]);
    else list.push(row);
  }
  return found;
}
