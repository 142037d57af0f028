import { expect, it } from "vitest";
import { withoutKernels } from "../wasm/kernels.ts";
import { lightnessOf, setLightness } from "./lightness.ts";

/** Colours that are 251 apart, of all 2^24: a prime, so that each channel takes all of its levels. */
const COUNT = Math.floor(2 ** 24 / 251);
const data = Uint8Array.from({ length: 3 * COUNT }, (_, i) => (251 * Math.floor(i / 3)) >> (8 * (i % 3)));
const colors = { data, height: 1, width: COUNT, channels: 3 };

it("is the same in single and in double precision, for colours of the whole cube", () => {
  const lightness = lightnessOf(colors);
  expect(withoutKernels(() => lightnessOf(colors))).toEqual(lightness);
  for (const change of [(level: number) => level + 9, (_: number, i: number) => i >> 3]) {
    const wanted = { ...lightness, data: lightness.data.map(change) };
    const set = setLightness(colors, lightness, wanted);
    expect(withoutKernels(() => setLightness(colors, lightness, wanted))).toEqual(set);
  }
});
