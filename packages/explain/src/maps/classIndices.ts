import { integer, shown } from "@tensorloom/core/internal";

/**
 * Checks the classes to explain, one per row; undefined for the predicted ones.
 *
 * @throws RangeError or TypeError if a class is not a column of the output, or there is not one per row.
 */
export function classIndices(
  caller: string,
  value: number | readonly number[] | undefined,
  { rows, classes }: { readonly rows: number; readonly classes: number },
): readonly number[] | undefined {
  if (value === undefined) return undefined;
  const list: unknown = typeof value === "number" ? Array<number>(rows).fill(value) : value;
  if (!Array.isArray(list))
    throw new TypeError(`${caller}: classIndex must be a number or a list of numbers, got ${shown(value)}`);
  if (list.length !== rows)
    throw new RangeError(
      `${caller}: classIndex must have one number per image, ${String(rows)}, got ${String(list.length)}`,
    );
  return list.map((each: number) => integer(`${caller}: classIndex`, each, 0, classes - 1));
}
