import { integer } from "./check/check.ts";

/**
 * A stream of random numbers that can be split by name.
 *
 * A fork depends only on its keys, not on how many numbers were drawn before. An augmentation with
 * `random(seed).fork(epoch, index)` therefore does the same in any order, on any worker, and after a resume.
 *
 * @example
 * ```ts
 * import { random, type Random } from "@tensorloom/core";
 *
 * const brighten = (pixel: number, stream: Random): number => pixel + stream.integer(10);
 * brighten(5, random(1).fork(0, 7)) === brighten(5, random(1).fork(0, 7)); // => true
 * ```
 */
export interface Random {
  /** The next number, uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** The next whole number, uniform in [0, below). `below` is from 1 to 2^53 - 1. */
  integer(below: number): number;
  /** The next number of the normal distribution with mean 0 and variance 1. */
  normal(): number;
  /** An independent stream named by whole numbers, for example an epoch and an index. */
  fork(...keys: readonly number[]): Random;
}

const TWO_32 = 2 ** 32;

/** Mixes a word into a hash: the finaliser of MurmurHash3 (Appleby, 32 bits) over their sum with the golden ratio. */
function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x9e3779b1) + 0x85ebca6b;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hashes a list of keys to four words; each word depends on the low and high half of every key. */
function absorb(state: readonly number[], keys: readonly number[]): readonly number[] {
  let words = state;
  for (const key of keys) {
    integer("random: key", key);
    const [low, high] = [key >>> 0, Math.floor(key / TWO_32) >>> 0];
    words = words.map((word, lane) => mix(mix(mix(word, low), high), lane + 1));
  }
  return words;
}

/**
 * Creates a stream of random numbers from a seed.
 *
 * The generator is sfc32 (Doty-Humphrey, PractRand: 128 bits of state, period about 2^127); a 128-bit hash of the keys
 * distinguishes streams.
 *
 * @param seed - Any whole number.
 * @param keys - More whole numbers, as for {@link Random.fork}.
 * @throws RangeError if a key is not a whole number.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 *
 * const here = random(42).fork(3, 7).uniform();
 * const there = random(42, 3, 7).uniform();
 * here === there; // => true
 * ```
 */
export function random(seed: number, ...keys: readonly number[]): Random {
  return stream(absorb([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [seed, ...keys]));
}

function stream(name: readonly number[]): Random {
  let [a = 0, b = 0, c = 0, counter = 0] = name;
  let spare: number | undefined;

  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  const self: Random = {
    uniform: () => next() / TWO_32,
    integer(below) {
      integer("random: below", below, 1);
      const wide = below > TWO_32;
      const total = wide ? 2 ** 53 : TWO_32;
      const limit = total - (total % below); // drawing again above the limit keeps every value equally likely
      for (;;) {
        const value = wide ? (next() >>> 11) * TWO_32 + next() : next();
        if (value < limit) return value % below;
      }
    },
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log((next() + 1) / TWO_32)); // Box and Muller; never log(0)
      const angle = (2 * Math.PI * next()) / TWO_32;
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    fork: (...keys) => stream(absorb(name, keys)),
  };
  return self;
}
