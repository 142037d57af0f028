/**
 * Undoes the filters of rows in place, each after its filter byte (W3C PNG, 9).
 *
 * `zeros` is a row of zeros, which the first row has above it. Returns the first row whose filter is unknown, or -1.
 */
export function unfilter(at: usize, height: i32, rowBytes: usize, step: usize, zeros: usize): i32 {
  let above = zeros;
  let row = at + 1;
  for (let y = 0; y < height; ++y, row += rowBytes + 1) {
    const filter = load<u8>(row - 1);
    if (filter > 4) return y;
    if (filter == 1) sub(row, rowBytes, step);
    else if (filter == 2) up(row, above, rowBytes);
    else if (filter == 3) average(row, above, rowBytes, step);
    else if (filter == 4) paeth(row, above, rowBytes, step);
    above = row;
  }
  return -1;
}

function sub(row: usize, length: usize, step: usize): void {
  for (let i = step; i < length; ++i) store<u8>(row + i, load<u8>(row + i) + load<u8>(row + i - step));
}

function up(row: usize, above: usize, length: usize): void {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) v128.store(row + i, i8x16.add(v128.load(row + i), v128.load(above + i)));
  for (; i < length; ++i) store<u8>(row + i, load<u8>(row + i) + load<u8>(above + i));
}

function average(row: usize, above: usize, length: usize, step: usize): void {
  const first = min(step, length);
  for (let i: usize = 0; i < first; ++i) store<u8>(row + i, load<u8>(row + i) + (load<u8>(above + i) >> 1));
  for (let i = step; i < length; ++i) {
    const sum = <u32>load<u8>(row + i - step) + <u32>load<u8>(above + i);
    store<u8>(row + i, load<u8>(row + i) + <u8>(sum >> 1));
  }
}

function paeth(row: usize, above: usize, length: usize, step: usize): void {
  const first = min(step, length);
  for (let i: usize = 0; i < first; ++i) store<u8>(row + i, load<u8>(row + i) + load<u8>(above + i));
  for (let i = step; i < length; ++i) {
    const left = <i32>load<u8>(row + i - step);
    const over = <i32>load<u8>(above + i);
    const corner = <i32>load<u8>(above + i - step);
    const a = abs(over - corner);
    const b = abs(left - corner);
    const c = abs(over - corner + left - corner);
    let nearest = select(over, corner, b <= c);
    nearest = select(left, nearest, a <= b && a <= c);
    store<u8>(row + i, load<u8>(row + i) + <u8>nearest);
  }
}

/** Removes the lower byte of every 16-bit sample of rows, each after its filter byte; in place. */
export function keepUpperBytes(at: usize, height: i32, rowBytes: usize): void {
  let to = at;
  for (let y = 0; y < height; ++y) {
    store<u8>(to++, load<u8>(at++));
    const end = at + rowBytes;
    for (; at + 32 <= end; at += 32, to += 16)
      v128.store(to, i8x16.shuffle(v128.load(at), v128.load(at, 16), 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
    for (; at < end; at += 2) store<u8>(to++, load<u8>(at));
  }
}
