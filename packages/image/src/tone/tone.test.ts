import { describe, expect, it } from "vitest";
import type { Image, Pixels } from "../image/image.ts";
import { autocontrast } from "./autocontrast.ts";
import { clahe } from "./clahe.ts";
import { enhance } from "./enhance.ts";
import { equalize } from "./equalize.ts";
import { invert } from "./invert.ts";
import { posterize } from "./posterize.ts";
import { solarize } from "./solarize.ts";

const operations: Readonly<Record<string, <P extends Pixels>(image: Image<P>) => Image<P>>> = {
  invert,
  posterize: (image) => posterize(image, 3),
  solarize: (image) => solarize(image, 0.4),
  equalize,
  autocontrast: (image) => autocontrast(image),
  clahe: (image) => clahe(image, { tiles: 2 }),
  enhance: (image) => enhance(image, { color: 0.5, contrast: 1.5, brightness: 0.8, sharpness: 2 }),
};

const make = (channels: number): Image<Uint8Array> => ({
  data: Uint8Array.from({ length: 24 * 18 * channels }, (_, i) => 40 + ((i * 67) % 170)),
  height: 24,
  width: 18,
  channels,
});

describe.each(Object.entries(operations))("%s", (_, operation) => {
  it.each([2, 4])("leaves alpha of %i channels", (channels) => {
    const image = make(channels);
    const last = (_value: number, i: number): boolean => i % channels === channels - 1;
    expect(operation(image).data.filter(last)).toEqual(image.data.filter(last));
  });

  it.each([1, 3])("changes %i channels, and not the image itself", (channels) => {
    const image = make(channels);
    const before = image.data.slice();
    const result = operation(image);
    expect(result.data).not.toEqual(before);
    expect(image.data).toEqual(before);
    expect([result.height, result.width, result.channels]).toEqual([24, 18, channels]);
  });

  it("of floats is about that of bytes", () => {
    const image = make(3);
    const floats = { ...image, data: Float32Array.from(image.data, (level) => level / 255) };
    const result = operation(floats);
    expect(result.data).toBeInstanceOf(Float32Array);
    const bytes = operation(image).data;
    // posterize of floats has its steps at other places; all others differ by rounding
    const within = operation === operations["posterize"] ? 32 : 4;
    for (let i = 0; i < bytes.length; i++)
      expect(Math.abs(result.data[i] * 255 - bytes[i])).toBeLessThanOrEqual(within);
  });
});

describe("invalid arguments", () => {
  it.each<readonly [string, () => unknown]>([
    ["posterize: bits must be an integer from 0 to 8, got 9", () => posterize(make(1), 9)],
    ["for 128 of 255 levels, write 128 / 255", () => solarize(make(1), 128)],
    [
      "autocontrast: cutoff must be a finite number from 0 to 0.5",
      () => autocontrast(make(1), { cutoff: 0.6 }),
    ],
    ["enhance: color must be a finite number of at least 0, got -1", () => enhance(make(3), { color: -1 })],
    ["enhance: image must have 1 to 4 channels, got 24x18x5", () => enhance(make(5), {})],
    ["clahe: tiles must be an integer from 1 to 64, got 0", () => clahe(make(1), { tiles: 0 })],
    ["clahe: image must have 1 to 4 channels, got 24x18x5", () => clahe(make(5))],
    [
      "divide levels of 0..255 by 255",
      () => invert({ data: Float32Array.of(200), height: 1, width: 1, channels: 1 }),
    ],
  ])("%s", (message, run) => {
    expect(run).toThrow(message);
  });
});

describe("one colour", () => {
  it.each(["equalize", "autocontrast", "enhance"] as const)("%s leaves a flat gray image", (name) => {
    const flat = { data: new Uint8Array(25).fill(77), height: 5, width: 5, channels: 1 };
    if (name === "enhance") expect(enhance(flat, { contrast: 2, sharpness: 3, color: 0 })).toEqual(flat);
    else expect(operations[name](flat)).toEqual(flat);
  });
});
