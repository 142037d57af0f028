import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { drawPicture } from "./drawPicture.ts";

/** Counts the pixels that are dark but not black: the lesion, not the vignette. */
function lesionArea(seed: number, malignant: boolean): number {
  const { data, height, width } = drawPicture(random(seed), { malignant, size: 48 });
  let area = 0;
  for (let y = 6; y < height - 6; y++)
    for (let x = 6; x < width - 6; x++) {
      const at = (y * width + x) * 3;
      const light = data[at] + data[at + 1] + data[at + 2];
      if (light > 90 && light < 390) area++;
    }
  return area;
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe("drawPicture", () => {
  it("fills every pixel; skin at the rim is lighter than the lesion in the middle", () => {
    const { data, height, width, channels } = drawPicture(random(3), { malignant: false, size: 40 });
    expect([height, width, channels, data.length]).toEqual([40, 40, 3, 40 * 40 * 3]);
    const redAt = (x: number, y: number): number => data[(y * width + x) * 3];
    expect(redAt(20, 4)).toBeGreaterThan(redAt(20, 20) + 30);
  });

  it("draws melanomas larger than moles on average, with overlap", () => {
    const [moles, melanomas] = [false, true].map((malignant) =>
      seeds.map((seed) => lesionArea(seed, malignant)),
    );
    expect(mean(melanomas)).toBeGreaterThan(1.5 * mean(moles));
    expect(Math.min(...melanomas)).toBeLessThan(Math.max(...moles));
  });

  it("is the same picture at every size", () => {
    const shade = (size: number): number => mean([...drawPicture(random(7), { malignant: true, size }).data]);
    expect(Math.abs(shade(32) - shade(96))).toBeLessThan(3);
  });
});
