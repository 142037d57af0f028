/** Words of the generator's state, and the distance of the words that are combined (Matsumoto and Nishimura 1998). */
const SIZE = 624;
const MIDDLE = 397;

/**
 * Starts the Mersenne Twister MT19937, as `numpy.random.RandomState(seed)` does.
 *
 * @param seed - From 0 to 2^32 - 1.
 * @returns A function that returns the next 32 random bits as a number.
 * @see Matsumoto and Nishimura 1998, Mersenne Twister; numpy/random/src/mt19937/mt19937.c
 */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const before = state[i - 1] ^ (state[i - 1] >>> 30);
    state[i] = Math.imul(1812433253, before) + i;
  }
  let at = SIZE;
  return () => {
    if (at === SIZE) {
      twist(state);
      at = 0;
    }
    let bits = state[at++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i++) {
    const mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
    state[i] = state[(i + MIDDLE) % SIZE] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
  }
}
