/**
 * Copies a block of a matrix into panels `width` (a multiple of 4) wide: panel, then depth, then the `width` neighbours,
 * zeros past the edge.
 *
 * Element (k, j) of the block lies at `from + k * step + j * across` bytes. A panel is then read in one line of addresses.
 */
export function pack(from: usize, step: usize, across: usize, depth: i32, count: i32, width: i32, to: usize): void {
  for (let j = 0; j < count; j += width) {
    const inside = min(width, count - j);
    const panel = from + (<usize>j) * across;
    if (inside == width && across == 4) copyLines(panel, step, depth, width, to);
    else if (inside == width && step == 4) transpose(panel, across, depth, width, to);
    else gather(panel, step, across, depth, inside, width, to);
    to += <usize>(depth * width * 4);
  }
}

/** Neighbours that lie side by side. */
function copyLines(from: usize, step: usize, depth: i32, width: i32, to: usize): void {
  if (width == 12) {
    for (; depth > 0; --depth, from += step, to += 48) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
    }
    return;
  }
  for (; depth > 0; --depth, from += step) {
    for (let i = 0; i < width; i += 4, to += 16) v128.store(to, v128.load(from + <usize>(i * 4)));
  }
}

/** Neighbours whose depths lie side by side: four of them and four depths at a time. */
function transpose(from: usize, across: usize, depth: i32, width: i32, to: usize): void {
  const row = <usize>(width * 4);
  for (let i = 0; i < width; i += 4, from += 4 * across, to += 16) {
    let k = 0;
    for (; k + 4 <= depth; k += 4) {
      const at = from + <usize>(k * 4);
      const x0 = v128.load(at), x1 = v128.load(at + across), x2 = v128.load(at + 2 * across), x3 = v128.load(at + 3 * across);
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      const line = to + <usize>k * row;
      v128.store(line, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(line + row, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(line + 2 * row, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(line + 3 * row, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
    for (; k < depth; ++k) {
      for (let q = 0; q < 4; ++q) {
        f32.store(to + <usize>k * row + <usize>(q * 4), f32.load(from + <usize>(k * 4) + <usize>q * across));
      }
    }
  }
}

/** Any place, one by one. */
function gather(from: usize, step: usize, across: usize, depth: i32, inside: i32, width: i32, to: usize): void {
  for (let k = 0; k < depth; ++k, from += step) {
    let at = from;
    for (let i = 0; i < width; ++i, at += across, to += 4) f32.store(to, i < inside ? f32.load(at) : 0);
  }
}
