import { integer } from "@tensorloom/core/internal";
import type { NumberArray } from "./communicator.ts";

/**
 * The length of each rank's part of an array, checked.
 *
 * @param total - Length of the whole array, if this rank has it.
 * @param own - Length of this rank's part.
 * @param lengths - By default, every part is as long as this rank's.
 * @throws RangeError if the lengths do not match the arrays or the number of ranks.
 * @example
 * ```ts
 * import { partLengths } from "@tensorloom/distributed/internal";
 *
 * partLengths("scatter", { rank: 0, size: 2 }, 5, 3, [3, 2]); // => [3, 2]
 * ```
 */
export function partLengths(
  caller: string,
  { rank, size }: { readonly rank: number; readonly size: number },
  total: number | undefined,
  own: number,
  lengths: readonly number[] = Array.from({ length: size }, () => own),
): readonly number[] {
  if (lengths.length !== size)
    throw new RangeError(
      `${caller}: lengths must have one number per rank (${String(size)}), got ${String(lengths.length)}`,
    );
  for (const [at, length] of lengths.entries()) integer(`${caller}: lengths[${String(at)}]`, length, 0);
  if (lengths[rank] !== own)
    throw new RangeError(
      `${caller}: the part of rank ${String(rank)} must have ${String(lengths[rank])} numbers, got ${String(own)}`,
    );
  const sum = lengths.reduce((before, length) => before + length, 0);
  if (total !== undefined && total !== sum)
    throw new RangeError(
      `${caller}: the parts of all ranks have ${String(sum)} numbers, but the whole array has ${String(total)}`,
    );
  return lengths;
}

/**
 * The first index of each rank's part.
 * @example
 * ```ts
 * import { partStarts } from "@tensorloom/distributed/internal";
 *
 * partStarts([3, 2, 4]); // => [0, 3, 5]
 * ```
 */
export function partStarts(lengths: readonly number[]): readonly number[] {
  let start = 0;
  return lengths.map((length) => (start += length) - length);
}

/**
 * Throws unless both arrays have the same type.
 * @example
 * ```ts
 * import { sameType } from "@tensorloom/distributed/internal";
 *
 * sameType("allGather", Float32Array.of(1), new Float32Array(2)); // => undefined
 * ```
 */
export function sameType(caller: string, values: NumberArray, other: NumberArray): void {
  if (values.constructor !== other.constructor)
    throw new TypeError(
      `${caller}: both arrays must have the same type, got ${values.constructor.name} and ${other.constructor.name}`,
    );
}
