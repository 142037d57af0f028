import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { compositeOver } from "./compositeOver.ts";
import { premultiplyAlpha } from "./premultiplyAlpha.ts";
import { setChannels } from "./setChannels.ts";
import { toGrayscale } from "./toGrayscale.ts";
import { toRgb } from "./toRgb.ts";

/** A row of every level with one alpha, as Pillow computes it; Base64. */
interface Golden {
  readonly alpha: number;
  readonly premultiplied: string;
  readonly over200: string;
}

const goldens = JSON.parse(
  readFileSync(new URL("../../fixtures/decode/alpha.json", import.meta.url), "utf8"),
) as readonly Golden[];
const every = Array.from({ length: 256 }, (_, level) => level);
const levels = (alpha: number): Image<Uint8Array> => ({
  data: Uint8Array.from(every.flatMap((level) => [level, alpha])),
  height: 1,
  width: 256,
  channels: 2,
});
const float = (...data: number[]): Image<Float32Array> => ({
  data: Float32Array.from(data),
  height: 1,
  width: 1,
  channels: data.length,
});
const bytes = (...data: number[]): Image<Uint8Array> => ({ ...float(...data), data: Uint8Array.from(data) });

describe("alpha", () => {
  it.each(goldens)("of $alpha is premultiplied as by Pillow", ({ alpha, premultiplied }) => {
    const { data } = premultiplyAlpha(levels(alpha));
    expect(data.filter((_, i) => i % 2 === 0)).toEqual(new Uint8Array(Buffer.from(premultiplied, "base64")));
    expect(data.filter((_, i) => i % 2 === 1).every((value) => value === alpha)).toBe(true);
  });

  it.each(goldens)("of $alpha is composed over 200 as by Pillow, to a level", ({ alpha, over200 }) => {
    const image = compositeOver(levels(alpha), 200);
    expect(image.channels).toBe(1);
    const expected = Buffer.from(over200, "base64");
    image.data.forEach((level, i) => expect(Math.abs(level - expected[i])).toBeLessThanOrEqual(1));
    const exact = every.map((level) => Math.floor((alpha / 255) * level + (1 - alpha / 255) * 200 + 0.5));
    image.data.forEach((level, i) => expect(Math.abs(level - exact[i])).toBe(0));
  });

  it("of floats is in 0..1", () => {
    expect(compositeOver(float(1, 0.5, 0, 0.5), [0, 1, 0.5]).data).toEqual(Float32Array.of(0.5, 0.75, 0.25));
    expect(premultiplyAlpha(float(1, 0.5, 0, 0.5)).data).toEqual(Float32Array.of(0.5, 0.25, 0, 0.5));
  });

  it.each([
    [() => compositeOver(bytes(1, 2, 3), 0), "compositeOver: image must have 2 or 4 channels, got 1x1x3"],
    [() => compositeOver(bytes(1, 2, 3, 4), [0, 0]), "compositeOver: color must be a number or 3 of them"],
    [() => compositeOver(bytes(1, 2, 3, 4), 256), "compositeOver: color must be an integer from 0 to 255"],
    [() => compositeOver(float(1, 0.2), 255), "compositeOver: color must be a finite number from 0 to 1"],
    [() => compositeOver(float(1, 0.2), NaN), "compositeOver: color must be a finite number from 0 to 1"],
    [
      () => compositeOver(bytes(1, 2), undefined as unknown as number),
      "or 1 of them for an image of 1x1x2, got undefined",
    ],
    [() => compositeOver(float(200, 255), 0), "compositeOver: image.data must be floats in 0..1"],
    [() => premultiplyAlpha(float(200, 255)), "premultiplyAlpha: image.data must be floats in 0..1"],
    [() => premultiplyAlpha(bytes(1)), "premultiplyAlpha: image must have 2 or 4 channels, got 1x1x1"],
  ])("is refused: %s", (call, sentence) => {
    expect(call).toThrow(sentence);
  });
});

describe("channels", () => {
  const [gray, both, rgb, rgba] = [bytes(7), bytes(7, 9), bytes(255, 0, 0), bytes(255, 0, 0, 9)];

  it("become those of toGrayscale and toRgb", () => {
    expect([gray, both, rgb, rgba].map((image) => [...toGrayscale(image).data])).toEqual([
      [7],
      [7],
      [76],
      [76],
    ]);
    expect([gray, both, rgb, rgba].map((image) => [...toRgb(image).data])).toEqual([
      [7, 7, 7],
      [7, 7, 7],
      [255, 0, 0],
      [255, 0, 0],
    ]);
    expect([...toGrayscale(rgba, { channels: 3 }).data]).toEqual([76, 76, 76]);
    expect([...setChannels(rgba, 2).data]).toEqual([76, 9]);
    expect([...setChannels(both, 4).data]).toEqual([7, 7, 7, 9]);
    expect([...setChannels(rgb, 4).data]).toEqual([255, 0, 0, 255]);
    expect([...setChannels(float(0.5), 2).data]).toEqual([0.5, 1]);
  });

  it("of more than four, or another number than 1 or 3, are refused", () => {
    const many = bytes(1, 2, 3, 4, 5);
    expect(() => toRgb(many)).toThrow("toRgb: image must have 1 to 4 channels, got 1x1x5");
    expect(() => toGrayscale(many)).toThrow("toGrayscale: image must have 1 to 4 channels, got 1x1x5");
    expect(() => toGrayscale(rgb, { channels: 2 as 1 })).toThrow("toGrayscale: channels must be");
  });
});
