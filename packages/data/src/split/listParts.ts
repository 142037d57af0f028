/** Lists the rows of each part, in ascending order. */
export function listParts(partOf: ArrayLike<number>, parts: number): number[][] {
  const lists = Array.from({ length: parts }, (): number[] => []);
  for (let row = 0; row < partOf.length; row++) lists[partOf[row]].push(row);
  return lists;
}
