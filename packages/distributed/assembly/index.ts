/** What JavaScript calls: the sum of two blocks of float32, which it copies here. */

/** The most numbers of a block: both fit into the nearest caches. */
export const LENGTH: i32 = 4096;

/** The first block is at address 0. It is followed by a gap: blocks at equal places of their pages are added slowly. */
export const OTHER: i32 = 4 * LENGTH + 256;

/** Adds the other block to the first. Numbers after `count` may change, up to a multiple of 16. */
export function add(count: i32): void {
  for (let at: usize = 0, end = (<usize>count) << 2; at < end; at += 64) {
    addFour(at);
    addFour(at + 16);
    addFour(at + 32);
    addFour(at + 48);
  }
}

// @ts-ignore: decorator
@inline
function addFour(at: usize): void {
  v128.store(at, f32x4.add(v128.load(at), v128.load(at + OTHER)));
}
