/**
 * Copies a block of a matrix into panels `width` wide: panel, then depth, then the `width` neighbours, zeros past the edge.
 *
 * Element (k, j) of the block lies at `from + k * step + j * across` bytes. A panel is then read in one line of addresses.
 */
export function pack(from: usize, step: usize, across: usize, depth: i32, count: i32, width: i32, to: usize): void {
  for (let j = 0; j < count; j += width) {
    const inside = min(width, count - j);
    const panel = from + (<usize>j) * across;
    if (inside == 8 && across == 4) {
      to = packEight(panel, step, depth, to);
      continue;
    }
    for (let k = 0; k < depth; ++k) {
      let at = panel + (<usize>k) * step;
      for (let i = 0; i < width; ++i, at += across, to += 4) {
        f32.store(to, i < inside ? f32.load(at) : 0);
      }
    }
  }
}

function packEight(from: usize, step: usize, depth: i32, to: usize): usize {
  for (; depth > 0; --depth, from += step, to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
  return to;
}
