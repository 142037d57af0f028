import { type Random, random } from "@tensorloom/core";
import { integer } from "@tensorloom/core/internal";

/** Constants of MurmurHash3's finaliser (Appleby, 32 bits). */
const FIRST = 0x85ebca6b;
const SECOND = 0xc2b2ae35;
const TWO_32 = 2 ** 32;

/** A 32-bit hash of two words: murmur's finaliser over their combination with the golden ratio. */
function hash(key: number, word: number): number {
  let h = Math.imul(key ^ Math.imul(word, 0x9e3779b1), FIRST) + key;
  h = Math.imul(h ^ (h >>> 16), FIRST);
  h = Math.imul(h ^ (h >>> 13), SECOND);
  return (h ^ (h >>> 16)) >>> 0;
}

/** An integer in [0, below), by Lemire's reduction of a hash. `below` is at most 2^32. */
export function hashBelow(key: number, counter: number, below: number): number {
  return Math.floor((hash(key, counter) / TWO_32) * below);
}

const ROUNDS = 4;

/** Up to this length, the order is a shuffled list: all orders are equally likely. */
const MAX_LISTED = 4096;

/**
 * Returns a pseudo-random order of the integers below `length`. It is a function from position to number.
 *
 * Up to 4096 numbers are shuffled in a list (Fisher–Yates): all orders are equally likely. Longer orders need no memory:
 * they are a Feistel network over pairs (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). A number is
 * `left + width * right`, and each round adds a keyed hash of one half to the other, modulo its range. If a result is
 * out of range, the network is applied again (cycle walking). That is rare: `width * height` exceeds `length` by less
 * than `2 * sqrt(length)`.
 *
 * @param length - How many numbers, up to 2^53 - 1.
 * @param keys - The seed, or the seed and the epoch, that identify the order.
 * @example
 * ```ts
 * import { permutation } from "@tensorloom/data";
 *
 * const at = permutation(5, [42]);
 * [0, 1, 2, 3, 4].map(at).sort(); // => [0, 1, 2, 3, 4]
 * ```
 */
export function permutation(
  length: number,
  [seed, ...more]: readonly [number, ...number[]],
): (position: number) => number {
  integer("permutation: length", length, 0);
  const stream = random(seed, ...more);
  return length <= MAX_LISTED ? shuffledList(length, stream) : feistelNetwork(length, stream);
}

function shuffledList(length: number, stream: Random): (position: number) => number {
  const order = Uint16Array.from({ length }, (_, i) => i);
  for (let last = length - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return (position) => order[position];
}

function feistelNetwork(length: number, stream: Random): (position: number) => number {
  const keys = Array.from({ length: 2 * ROUNDS }, () => stream.integer(TWO_32));
  const width = Math.max(1, Math.ceil(Math.sqrt(length)));
  const height = Math.max(1, Math.ceil(length / width));
  const cross = (number: number): number => {
    let left = number % width;
    let right = Math.floor(number / width);
    for (let round = 0; round < keys.length; round += 2) {
      left = (left + hashBelow(keys[round], right, width)) % width;
      right = (right + hashBelow(keys[round + 1], left, height)) % height;
    }
    return left + width * right;
  };
  return (position) => {
    let number = cross(position);
    while (number >= length) number = cross(number);
    return number;
  };
}
