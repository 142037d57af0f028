import { describe, expect, it } from "vitest";
import type { Image, Pixels } from "../image/image.ts";
import { medianBlur } from "./medianBlur.ts";
import { motionBlur } from "./motionBlur.ts";

const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 11 * 13 * 4 }, (_, i) => (i * 91) % 256),
  height: 11,
  width: 13,
  channels: 4,
};
const operations: Readonly<Record<string, <P extends Pixels>(image: Image<P>) => Image<P>>> = {
  medianBlur: (same) => medianBlur(same, 5),
  motionBlur: (same) => motionBlur(same, { length: 7.5, angleDegrees: 33 }),
};

describe.each(Object.entries(operations))("%s", (_, operation) => {
  it("leaves alpha, and the image itself", () => {
    const before = image.data.slice();
    const result = operation(image);
    expect(result.data).not.toEqual(before);
    expect(result.data.filter((_value, i) => i % 4 === 3)).toEqual(before.filter((_value, i) => i % 4 === 3));
    expect(image.data).toEqual(before);
  });

  it("keeps one colour, to the border", () => {
    const flat = { ...image, data: new Uint8Array(image.data.length).fill(99) };
    expect(operation(flat)).toEqual(flat);
  });

  it("of floats is that of bytes, without rounding", () => {
    const floats = operation({ ...image, data: Float32Array.from(image.data) }).data;
    operation(image).data.forEach((level, i) => expect(Math.abs(floats[i] - level)).toBeLessThan(0.501));
  });

  it("works if it reaches beyond the whole image", () => {
    const dot = { data: Uint8Array.of(9), height: 1, width: 1, channels: 1 };
    expect(operation(dot)).toEqual(dot);
  });
});

describe("medianBlur", () => {
  it("removes specks and thin lines, and keeps edges", () => {
    const data = Uint8Array.from({ length: 81 }, (_, i) => (i % 9 < 5 ? 10 : 200));
    data[4 * 9 + 2] = 255; // a speck
    for (let y = 0; y < 9; y++) data[y * 9 + 7] = 0; // a line
    const clean = medianBlur({ data, height: 9, width: 9, channels: 1 }, 3).data;
    expect(Array.from(clean.subarray(36, 45))).toEqual([10, 10, 10, 10, 10, 200, 200, 200, 200]);
  });

  it.each([2, 101, 1.5])("refuses a size of %s", (size) => {
    expect(() => medianBlur(image, size)).toThrow(RangeError);
  });
});

describe("motionBlur", () => {
  it("spreads a dot along its angle: 45 degrees are up and to the right", () => {
    const dot = { data: new Float32Array(49), height: 7, width: 7, channels: 1 };
    dot.data[3 * 7 + 3] = 1;
    const { data } = motionBlur(dot, { length: 4, angleDegrees: 45 });
    expect(data[2 * 7 + 4]).toBeGreaterThan(0.1);
    expect(data[4 * 7 + 2]).toBeCloseTo(data[2 * 7 + 4], 6);
    expect(data[2 * 7 + 2]).toBe(0);
    expect(data.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
  });

  it("refuses a length below 1", () => {
    expect(() => motionBlur(image, { length: 0 })).toThrow(
      "motionBlur: length must be a finite number from 1 to 255, got 0",
    );
  });
});
