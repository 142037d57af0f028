import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { decodeJpegSync } from "../jpeg/decode/decodeJpegSync.ts";
import { encodeJpegSync } from "../jpeg/encode/encodeJpegSync.ts";
import { gridMask } from "./gridMask.ts";
import { randomHair } from "./randomHair.ts";
import { randomJpeg } from "./randomJpeg.ts";
import { randomMotionBlur } from "./randomMotionBlur.ts";

const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 40 * 56 * 3 }, (_, i) => (i * 7 + (i % 3) * 40) % 256),
  height: 40,
  width: 56,
  channels: 3,
};
const white = (channels: number): Image<Uint8Array> => ({
  data: new Uint8Array(80 * 60 * channels).fill(255),
  height: 80,
  width: 60,
  channels,
});

describe("randomJpeg", () => {
  it("is an encoded and decoded image", () => {
    const bytes = encodeJpegSync(image, { quality: 30 });
    expect(randomJpeg({ quality: [30, 30] })(image, random(1))).toEqual(decodeJpegSync(bytes));
    const full = encodeJpegSync(image, { quality: 30, subsampling: "444" });
    const augment = randomJpeg({ quality: [30, 30], subsampling: "444" });
    expect(augment(image, random(1))).toEqual(decodeJpegSync(full));
  });

  it("draws every quality of its range", () => {
    const seen = new Set(
      Array.from({ length: 40 }, (_, i) => randomJpeg({ quality: [5, 8] })(image, random(2, i)).data.join()),
    );
    expect(seen.size).toBe(4);
  });

  it.each([1, 2, 4])("takes %i channels, and leaves alpha", (channels) => {
    const data = Uint8Array.from({ length: 64 * channels }, (_, i) => (i * 37) % 256);
    const result = randomJpeg({ quality: [50, 50] })({ data, height: 8, width: 8, channels }, random(1));
    expect(result.channels).toBe(channels);
    if (channels > 1)
      for (let i = channels - 1; i < data.length; i += channels) expect(result.data[i]).toBe(data[i]);
  });

  it("refuses qualities out of range", () => {
    expect(() => randomJpeg({ quality: [0, 50] })).toThrow(
      "randomJpeg: quality[0] must be an integer from 1 to 100, got 0",
    );
    expect(() => randomJpeg({ quality: [50, 40] })).toThrow("randomJpeg: quality[1]");
  });
});

describe("gridMask", () => {
  it("erases a quarter of the image if a square is half a unit", () => {
    for (let i = 0; i < 10; i++) {
      const { data } = gridMask({ rotateDegrees: 45, value: 9 })(white(4), random(3, i));
      const erased = data.filter((value, at) => at % 4 === 0 && value === 9).length / (80 * 60);
      expect(erased).toBeGreaterThan(0.1);
      expect(erased).toBeLessThan(0.45);
      expect(data.every((value, at) => (at % 4 === 3 ? value === 255 : value === 9 || value === 255))).toBe(
        true,
      );
    }
  });

  it("refuses values that are not bytes, and units out of range", () => {
    expect(() => gridMask({ value: -1 })(white(1), random(1))).toThrow("gridMask: value must be an integer");
    expect(() => gridMask({ unit: [0, 0.5] })).toThrow("gridMask: unit[0] must be a finite number");
  });
});

describe("randomHair", () => {
  it("draws dark strokes on a small part of the image", () => {
    for (let i = 0; i < 10; i++) {
      const { data } = randomHair({ hairs: [3, 3] })(white(3), random(4, i));
      const dark = data.filter((value) => value < 200).length / data.length;
      expect(dark).toBeGreaterThan(0.005);
      expect(dark).toBeLessThan(0.2);
    }
  });

  it("draws nothing for a count of 0, and more pixels for thicker hairs", () => {
    expect(randomHair({ hairs: [0, 0] })(white(1), random(1))).toEqual(white(1));
    const drawn = (thickness: number): number =>
      randomHair({ hairs: [4, 4], thickness: [thickness, thickness] })(white(1), random(5)).data.filter(
        (value) => value < 255,
      ).length;
    expect(drawn(4)).toBeGreaterThan(1.5 * drawn(1));
  });

  it("draws the same on floats, and leaves alpha", () => {
    const floats = { ...white(4), data: new Float32Array(80 * 60 * 4).fill(1) };
    const [ours, bytes] = [randomHair()(floats, random(6)).data, randomHair()(white(4), random(6)).data];
    expect(bytes.every((level, i) => Math.abs(ours[i] * 255 - level) < 4)).toBe(true);
    expect(bytes.filter((_, i) => i % 4 === 3).every((value) => value === 255)).toBe(true);
  });
});

describe("randomMotionBlur", () => {
  it("refuses a reversed range", () => {
    expect(() => randomMotionBlur({ length: [5, 3] })).toThrow(
      "randomMotionBlur: length[1] must be a finite number from 5 to 255, got 3",
    );
  });
});
