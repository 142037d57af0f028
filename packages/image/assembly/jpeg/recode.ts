import { quantizedBlock } from "./forward";
import { inverseBlock } from "./inverse";

/**
 * Transforms, quantizes and restores a row of blocks: from singles at `samples` to bytes at `to`.
 *
 * Both have `8 * blocks` samples in a row. `space` has space for 128 doubles.
 */
export function recodeRow(samples: usize, blocks: i32, turns: usize, factors: usize, steps: usize, space: usize, to: usize): void {
  const stride: usize = blocks << 3;
  const numbers = space + 640;
  for (let block = 0; block < blocks; ++block, samples += 32, to += 8) {
    quantizedBlock(samples, stride << 2, turns, factors, space, numbers);
    inverseBlock(numbers, steps, space, to, stride);
  }
}
