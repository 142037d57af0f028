import { loadLanes, storeLanes } from "../simd/lanes";

/** z[count] = x + y. */
export function addRows(x: usize, y: usize, z: usize, count: i32): void {
  for (; count >= 8; count -= 8, x += 32, y += 32, z += 32) {
    v128.store(z, f32x4.add(v128.load(x), v128.load(y)));
    v128.store(z, f32x4.add(v128.load(x, 16), v128.load(y, 16)), 16);
  }
  for (; count > 0; count -= 4, x += 16, y += 16, z += 16) {
    const lanes = min(4, count);
    storeLanes(z, f32x4.add(loadLanes(x, lanes), loadLanes(y, lanes)), lanes);
  }
}

/** to[count] = the sum of the rows from[parts, count], in their order. */
export function sumParts(from: usize, parts: i32, count: i32, to: usize): void {
  const row = <usize>count * 4;
  for (; count > 0; count -= 4, from += 16, to += 16) {
    const lanes = min(4, count);
    let sum = loadLanes(from, lanes);
    for (let part = 1; part < parts; ++part) sum = f32x4.add(sum, loadLanes(from + <usize>part * row, lanes));
    storeLanes(to, sum, lanes);
  }
}

/** to[count] = from. */
export function copyRows(from: usize, to: usize, count: i32): void {
  memory.copy(to, from, <usize>count * 4);
}
