import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flipLeftRight, flipLeftRightInPlace, type Image, randomFlipLeftRight } from "../index.ts";

/** The definition, pixel by pixel. */
function mirrored({ data, height, width, channels }: Image): number[] {
  const output: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = width - 1; x >= 0; x--)
      output.push(...data.slice((y * width + x) * channels, (y * width + x + 1) * channels));
  return output;
}

/** Images that begin anywhere in their memory, of bytes or floats. */
const images = fc
  .record({
    height: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 70 }),
    channels: fc.constantFrom(1, 2, 3, 4),
    offset: fc.integer({ min: 0, max: 5 }),
    floats: fc.boolean(),
    seed: fc.integer({ min: 1, max: 250 }),
  })
  .map(({ height, width, channels, offset, floats, seed }): Image => {
    const length = height * width * channels;
    const all = floats ? new Float32Array(length + offset) : new Uint8Array(length + offset);
    const data = all.map((_, i) => (i * seed) % 251).subarray(offset);
    return { data, height, width, channels };
  });

describe("a mirrored image", () => {
  it("has the last column first, and leaves the original image", () => {
    fc.assert(
      fc.property(images, (image) => {
        const [before, expected] = [[...image.data], mirrored(image)];
        expect([...flipLeftRight(image).data]).toEqual(expected);
        expect([...image.data]).toEqual(before);
        expect(flipLeftRightInPlace(image)).toBe(image);
        expect([...image.data]).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("may have rows of 90 KB", () => {
    const data = Uint8Array.from({ length: 2 * 30_001 * 3 }, (_, i) => i % 253);
    const image = { data, height: 2, width: 30_001, channels: 3 };
    expect(flipLeftRight(image).data).toEqual(Uint8Array.from(mirrored(image)));
  });

  it("is the image itself if a random flip works in place", () => {
    const image = { data: Uint8Array.of(1, 2), height: 1, width: 2, channels: 1 };
    const draws = { uniform: () => 0.4 } as Parameters<ReturnType<typeof randomFlipLeftRight>>[1]; // all that it draws
    expect(randomFlipLeftRight({ inPlace: true })(image, draws)).toBe(image);
    expect(image.data).toEqual(Uint8Array.of(2, 1));
    expect(randomFlipLeftRight({ inPlace: true, probability: 0.3 })(image, draws).data).toEqual(
      Uint8Array.of(2, 1),
    );
  });
});
