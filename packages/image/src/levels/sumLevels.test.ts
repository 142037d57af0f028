import { expect, it } from "vitest";
import { withoutKernels } from "../wasm/kernels.ts";
import { sumLevels } from "./sumLevels.ts";

const LENGTHS = [1, 47, 48, 49, 257 * 48 + 5, 48 * 2730, 48 * 2730 + 7];

it.each([1, 2, 3, 4, 5])("sums each of %i channels, of any length", (channels) => {
  for (const pixels of LENGTHS) {
    for (const white of [true, false]) {
      const data = Uint8Array.from({ length: pixels * channels }, (_, i) => (white ? 255 : (i * 37) >> 2));
      const sums = Array.from({ length: channels }, () => 0);
      data.forEach((level, i) => (sums[i % channels] += level));
      expect(sumLevels(data, channels)).toEqual(sums);
      expect(withoutKernels(() => sumLevels(data, channels))).toEqual(sums);
    }
  }
});
