/**
 * Undoes the filter of one row, in place (W3C PNG, 9).
 *
 * @param row - The offset of the row's bytes in `bytes`, after its filter byte.
 * @param above - The offset of the row above; -1 for the first, which has zeros above it.
 * @param step - Bytes per pixel, at least 1: the distance to the byte on the left.
 * @returns Whether the filter is known.
 */
export function unfilter(
  bytes: Uint8Array,
  filter: number,
  row: number,
  above: number,
  length: number,
  step: number,
): boolean {
  const end = row + length;
  const inside = Math.min(row + step, end); // bytes before it have no left neighbour
  const up = above < 0 ? 0 : row - above;
  if (filter === 0 || (filter === 2 && up === 0)) return true;
  if (filter === 1 || (filter === 4 && up === 0)) {
    for (let i = inside; i < end; i++) bytes[i] += bytes[i - step];
  } else if (filter === 2) {
    for (let i = row; i < end; i++) bytes[i] += bytes[i - up];
  } else if (filter === 3) {
    if (up === 0) for (let i = inside; i < end; i++) bytes[i] += bytes[i - step] >> 1;
    else {
      for (let i = row; i < inside; i++) bytes[i] += bytes[i - up] >> 1;
      for (let i = inside; i < end; i++) bytes[i] += (bytes[i - step] + bytes[i - up]) >> 1;
    }
  } else if (filter === 4) {
    unfilterPaeth(bytes.subarray(row - up, row - up + length), bytes.subarray(row, end), step);
  } else return false;
  return true;
}

/**
 * Undoes the Paeth filter of a row.
 *
 * To each byte it adds the one of left, above and upper left that is nearest to left + above - upper left.
 */
function unfilterPaeth(above: Uint8Array, line: Uint8Array, step: number): void {
  const inside = Math.min(step, line.length);
  for (let i = 0; i < inside; i++) line[i] += above[i];
  for (let i = step; i < line.length; i++) {
    const left = line[i - step];
    const over = above[i];
    const corner = above[i - step];
    const [toLeft, toOver] = [over - corner, left - corner]; // the distances of the prediction
    const [a, b, c] = [Math.abs(toLeft), Math.abs(toOver), Math.abs(toLeft + toOver)];
    line[i] += a <= b && a <= c ? left : b <= c ? over : corner;
  }
}
