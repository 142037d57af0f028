/** Numbers equal cells from 0, in the order of their first occurrence. */
export function codeCells(cells: readonly unknown[]): {
  readonly codes: Uint32Array;
  readonly count: number;
} {
  const codeOf = new Map<unknown, number>();
  const codes = Uint32Array.from(cells, (cell) => {
    const code = codeOf.get(cell) ?? codeOf.size;
    codeOf.set(cell, code);
    return code;
  });
  return { codes, count: codeOf.size };
}
