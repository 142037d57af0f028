import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustBrightness } from "./adjustBrightness.ts";
import { adjustContrast } from "./adjustContrast.ts";
import { adjustGamma } from "./adjustGamma.ts";
import { adjustHue } from "./adjustHue.ts";
import { adjustSaturation } from "./adjustSaturation.ts";
import { toFloat, toUint8 } from "../image/convert.ts";
import { hsvToRgb, rgbToHsv } from "./hsv.ts";
import type { Image } from "../image/image.ts";
import { perImageStandardization } from "./perImageStandardization.ts";
import { rgbToGrayscale } from "./rgbToGrayscale.ts";

const pixel = (red: number, green: number, blue: number): Image<Uint8Array> => ({
  data: Uint8Array.of(red, green, blue),
  height: 1,
  width: 1,
  channels: 3,
});
const levels: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 256 }, (_, level) => level),
  height: 16,
  width: 16,
  channels: 1,
};
const byte = fc.integer({ min: 0, max: 255 });

describe("between bytes and floats", () => {
  it("every level comes back as itself", () => {
    expect(toUint8(toFloat(levels))).toEqual(levels);
    toFloat(levels).data.forEach((value, level) => expect(value).toBeCloseTo(level / 255, 6));
  });

  it("what is outside 0..1 goes to the nearer end", () => {
    const data = Float32Array.of(-0.1, 0, 1 / 255.5, 0.999, 1, 1.5, Infinity, -Infinity, NaN);
    expect(Array.from(toUint8({ data, height: 3, width: 3, channels: 1 }).data)).toEqual([
      0, 0, 1, 255, 255, 255, 255, 0, 0,
    ]);
  });

  it("an image of the right kind is returned as it is", () => {
    expect(toUint8(levels).data).toBe(levels.data);
    expect(toFloat(toFloat(levels)).data).toBeInstanceOf(Float32Array);
  });
});

describe("adjustments of bytes go through 0..1, rounded down, as in TensorFlow", () => {
  it("brightness: floor((level / 255 + 0.1) * 255.5)", () => {
    // 0.1 is 25.55 of 255.5: level 229 comes to 254.9990
    const { data } = adjustBrightness(levels, 0.1);
    expect([data[0], data[100], data[229], data[230], data[255]]).toEqual([25, 125, 254, 255, 255]);
    expect(adjustBrightness(levels, -0.1).data[10]).toBe(0);
  });

  it("contrast: about the mean of each channel", () => {
    const two = { data: Uint8Array.of(100, 0, 200, 0), height: 1, width: 2, channels: 2 };
    // means 150 and 0: (100 - 150) * 1.5 + 150 = 75, (200 - 150) * 1.5 + 150 = 225
    expect(Array.from(adjustContrast(two, 1.5).data)).toEqual([75, 0, 225, 0]);
    expect(Array.from(adjustContrast(two, 0).data)).toEqual([150, 0, 150, 0]);
  });

  it("saturation: the largest value stays, the others move from it", () => {
    expect(Array.from(adjustSaturation(pixel(200, 100, 150), 1).data)).toEqual([200, 100, 150]);
    expect(Array.from(adjustSaturation(pixel(200, 100, 150), 0.5).data)).toEqual([200, 150, 175]);
    expect(Array.from(adjustSaturation(pixel(200, 100, 150), 9).data)).toEqual([200, 0, 100]); // cut at full
    expect(Array.from(adjustSaturation(pixel(7, 7, 7), 9).data)).toEqual([7, 7, 7]);
    expect(Array.from(adjustSaturation(pixel(0, 0, 0), 9).data)).toEqual([0, 0, 0]);
  });

  it("hue: a third of a turn moves each colour on", () => {
    expect(Array.from(adjustHue(pixel(255, 0, 0), 1 / 3).data)).toEqual([0, 255, 0]);
    expect(Array.from(adjustHue(pixel(0, 255, 0), 1 / 3).data)).toEqual([0, 0, 255]);
    expect(Array.from(adjustHue(pixel(0, 0, 255), 1 / 3).data)).toEqual([255, 0, 0]);
    expect(Array.from(adjustHue(pixel(255, 0, 0), -1 / 3).data)).toEqual([0, 0, 255]);
  });

  it("gamma: 0 is white, 1 changes nothing", () => {
    expect(new Set(adjustGamma(levels, 0).data)).toEqual(new Set([255]));
    expect(adjustGamma(levels, 1)).toEqual(levels);
  });

  it("grayscale: 0.2989, 0.587 and 0.114 of 255.5", () => {
    expect(Array.from(rgbToGrayscale(pixel(255, 0, 0)).data)).toEqual([76]);
    expect(Array.from(rgbToGrayscale(pixel(0, 255, 0)).data)).toEqual([149]);
    expect(Array.from(rgbToGrayscale(pixel(0, 0, 255)).data)).toEqual([29]);
  });
});

describe("HSV", () => {
  it.each([
    [
      [255, 0, 0],
      [0, 1, 1],
    ],
    [
      [255, 255, 0],
      [1 / 6, 1, 1],
    ],
    [
      [0, 255, 0],
      [1 / 3, 1, 1],
    ],
    [
      [0, 255, 255],
      [1 / 2, 1, 1],
    ],
    [
      [0, 0, 255],
      [2 / 3, 1, 1],
    ],
    [
      [255, 0, 255],
      [5 / 6, 1, 1],
    ],
    [
      [51, 51, 51],
      [0, 0, 0.2],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ])("of %o is %o", ([red, green, blue], expected) => {
    rgbToHsv(pixel(red, green, blue)).data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it("and back is the same colour", () => {
    fc.assert(
      fc.property(byte, byte, byte, (red, green, blue) => {
        expect(toUint8(hsvToRgb(rgbToHsv(pixel(red, green, blue))))).toEqual(pixel(red, green, blue));
      }),
    );
  });
});

describe("perImageStandardization", () => {
  it("of one colour is 0, not NaN", () => {
    expect(Array.from(perImageStandardization(pixel(9, 9, 9)).data)).toEqual([0, 0, 0]);
  });
});

describe("colour options", () => {
  it.each([
    [
      () => adjustSaturation(pixel(1, 2, 3), -1),
      "adjustSaturation: factor must be a finite number of at least 0, got -1",
    ],
    [
      () => adjustSaturation(levels, 1),
      "adjustSaturation: image must have 3 channels, got 16x16x1; convert it with toRgb(image)",
    ],
    [
      () => rgbToGrayscale(levels),
      "rgbToGrayscale: image must have 3 channels, got 16x16x1; use toGrayscale(image), which takes any image",
    ],
    [() => adjustHue(pixel(1, 2, 3), 2), "adjustHue: delta must be a finite number from -1 to 1, got 2"],
    [
      () => adjustBrightness(levels, NaN),
      "adjustBrightness: delta must be a finite number from -1 to 1, got NaN",
    ],
    [() => adjustGamma(levels, -1), "adjustGamma: gamma must be a finite number of at least 0, got -1"],
  ])("are checked: %s", (call, sentence) => {
    expect(call).toThrow(new RangeError(sentence));
  });
});
