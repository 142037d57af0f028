/**
 * The word at a position of a stream of 32 random bits each: the finaliser of MurmurHash3 over a Weyl sequence.
 *
 * A position can be hashed on its own, so that streams of millions of words are fast.
 */
export function hashWord(seed: number, position: number): number {
  let h = (seed + Math.imul(position, 0x9e3779b9)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
