import { random } from "@tensorloom/core";
import { expect, it } from "vitest";
import { DCT_SCALE, forwardDct } from "./forwardDct.ts";

it("is the transform of T.81, A.3.3, times its scale", () => {
  const dice = random(1);
  const block = Float64Array.from({ length: 64 }, () => 255 * dice.uniform() - 128);
  const weight = (k: number): number => (k === 0 ? Math.SQRT1_2 : 1);
  const expected = Array.from({ length: 64 }, (_, i) => {
    const [v, u] = [i >> 3, i & 7];
    const sum = block.reduce((total, value, at) => {
      const [y, x] = [at >> 3, at & 7];
      const across = Math.cos(((2 * x + 1) * u * Math.PI) / 16);
      return total + value * across * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
    }, 0);
    return (weight(u) * weight(v) * sum) / 4;
  });
  forwardDct(block);
  block.forEach((value, i) => expect(value / DCT_SCALE[i]).toBeCloseTo(expected[i], 9));
});
