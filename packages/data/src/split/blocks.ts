import { rowOrder } from "./rowOrder.ts";
import type { RowKeys } from "./splitBy.ts";

/** Divides the members of an order into consecutive blocks, one per part; returns the part of each member. */
function divideIntoBlocks(order: Uint32Array, sizes: readonly number[]): Uint32Array {
  const partOf = new Uint32Array(order.length);
  let start = 0;
  sizes.forEach((size, part) => {
    for (const member of order.subarray(start, start + size)) partOf[member] = part;
    start += size;
  });
  return partOf;
}

/** Divides rows, or all rows of a group together, into blocks of rows or groups. */
export function divideRows(
  name: string,
  { rows, groups, ...keys }: RowKeys,
  sizesOf: (count: number) => readonly number[],
): Uint32Array {
  const count = groups?.keys.length ?? rows;
  const partOf = divideIntoBlocks(rowOrder(count, keys, name), sizesOf(count));
  return groups?.codes.map((group) => partOf[group]) ?? partOf;
}

/** Divides the rows of each class into blocks. `sizes` has the number of rows of each class in each part. */
export function divideClasses(
  name: string,
  codes: Uint32Array,
  sizes: readonly (readonly number[])[],
  keys: Pick<RowKeys, "seed" | "shuffle">,
): Uint32Array {
  const members = sizes.map((): number[] => []);
  codes.forEach((c, row) => members[c].push(row));
  const partOf = new Uint32Array(codes.length);
  members.forEach((rows, c) => {
    const order = rowOrder(rows.length, keys, `${name}, class ${String(c)}`);
    divideIntoBlocks(order, sizes[c]).forEach((part, at) => (partOf[rows[at]] = part));
  });
  return partOf;
}
