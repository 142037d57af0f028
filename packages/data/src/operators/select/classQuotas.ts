import { integer } from "@tensorloom/core/internal";

/**
 * Lists the positions of each class.
 *
 * @param classes - Number of classes; default: the highest label plus one.
 */
export function listByClass(labels: ArrayLike<number>, classes?: number): readonly Uint32Array[] {
  const counts = new Array<number>(classes ?? 0).fill(0);
  for (let position = 0; position < labels.length; position++) {
    const label = labels[position];
    if (!(Number.isInteger(label) && label >= 0 && label < (classes ?? Infinity)))
      integer(
        `sampleByClass: labels[${String(position)}]`,
        label,
        0,
        classes === undefined ? undefined : classes - 1,
      );
    while (counts.length <= label) counts.push(0);
    counts[label]++;
  }
  const lists = counts.map((count) => new Uint32Array(count));
  const filled = counts.map(() => 0);
  for (let position = 0; position < labels.length; position++) {
    const label = labels[position];
    lists[label][filled[label]++] = position;
  }
  return lists;
}

/**
 * How many elements of each class an epoch of `size` elements has.
 *
 * The sum of the first quotas differs from the exact sum by at most one half, so the sum of all is `size`.
 *
 * @throws RangeError if a class with a share has no elements, or there are no elements.
 */
export function countQuotas(
  elements: readonly Uint32Array[],
  proportions: readonly number[] | undefined,
  size: number,
): readonly number[] {
  const shares = proportions ?? elements.map(({ length }) => Number(length > 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) throw new RangeError("sampleByClass: labels must have at least one element, got none");
  let [before, cumulative] = [0, 0];
  return shares.map((share, c) => {
    if (share > 0 && elements[c].length === 0)
      throw new RangeError(
        `sampleByClass: class ${String(c)} has a share of ${String(share)}, but no elements`,
      );
    cumulative += share;
    const end = Math.round((size * cumulative) / total);
    const quota = end - before;
    before = end;
    return quota;
  });
}
