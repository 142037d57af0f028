import { hashWord } from "./hashWord.ts";
import { normalQuantiles } from "./normalQuantiles.ts";

/** Adds normally distributed noise to every value, two values per word of the stream. */
export function addNoiseToBytes(
  data: Uint8Array,
  strength: number,
  seed: number,
  output: Uint8ClampedArray,
): void {
  const normals = normalQuantiles();
  for (let i = 0; i < data.length; i += 2) {
    const word = hashWord(seed, i);
    output[i] = data[i] + strength * normals[word & 0xffff];
    if (i + 1 < data.length) output[i + 1] = data[i + 1] + strength * normals[word >>> 16];
  }
}

/** {@link addNoiseToBytes} of floats. */
export function addNoiseToFloats(
  data: Float32Array,
  strength: number,
  seed: number,
  output: Float32Array,
): void {
  const normals = normalQuantiles();
  for (let i = 0; i < data.length; i += 2) {
    const word = hashWord(seed, i);
    output[i] = data[i] + strength * normals[word & 0xffff];
    if (i + 1 < data.length) output[i + 1] = data[i + 1] + strength * normals[word >>> 16];
  }
}
