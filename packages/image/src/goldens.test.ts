import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adjustBrightness } from "./color/adjustBrightness.ts";
import { adjustContrast } from "./color/adjustContrast.ts";
import { adjustGamma } from "./color/adjustGamma.ts";
import { adjustHue } from "./color/adjustHue.ts";
import { adjustSaturation } from "./color/adjustSaturation.ts";
import { centralCrop } from "./geometry/centralCrop.ts";
import { toFloat } from "./image/convert.ts";
import { cropOrPad } from "./geometry/cropOrPad.ts";
import { decodePngSync } from "./png/decodePngSync.ts";
import { flipLeftRight, flipUpDown } from "./geometry/flip.ts";
import { rgbToHsv } from "./color/hsv.ts";
import type { Image } from "./image/image.ts";
import { perImageStandardization } from "./color/perImageStandardization.ts";
import { resize } from "./resample/resize.ts";
import { resizeWithPad } from "./resample/resizeWithPad.ts";
import { rgbToGrayscale } from "./color/rgbToGrayscale.ts";
import { rot90 } from "./geometry/rot90.ts";
import { transpose } from "./geometry/transpose.ts";

interface Golden {
  readonly file: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly dtype: "uint8" | "float32";
}

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
const { ops } = JSON.parse(new TextDecoder().decode(fixture("ops.json"))) as {
  readonly ops: Readonly<Record<string, Golden>>;
};
const picture = decodePngSync(fixture("picture.png"));
const unit = toFloat(picture); // 0..1, for colour
const levels = { ...picture, data: Float32Array.from(picture.data) }; // 0..255 in floats, which TensorFlow resizes to

const sizes = [
  [24, 32],
  [30, 50],
  [96, 128],
  [7, 5],
] as const;

/** How far a resized value may be from TensorFlow's, of 255 levels. Its bicubic rounds places to 1/1024 of a pixel. */
const resizes = [
  ["nearest", 0],
  ["bilinear", 3e-4],
  ["area", 1e-3],
  ["bicubic", 0.05],
] as const;

const colour = 1e-6;

const table: readonly (readonly [name: string, ours: () => Image, within: number])[] = [
  ...resizes.flatMap(([method, within]) =>
    sizes.map(([height, width]) => {
      const name = `resize-${method}-${String(height)}x${String(width)}`;
      return [name, () => resize(levels, { height, width, method }), within] as const;
    }),
  ),
  ["resize-bilinear-antialias-24x32", () => resize(levels, { height: 24, width: 32, antialias: true }), 3e-4],
  ["resize-with-pad-40x40", () => resizeWithPad(levels, { height: 40, width: 40 }), 3e-4],
  ["crop-or-pad-40x80", () => cropOrPad(picture, { height: 40, width: 80 }), 0],
  ["central-crop-0.5", () => centralCrop(picture, 0.5), 0],
  ["flip-left-right", () => flipLeftRight(picture), 0],
  ["flip-up-down", () => flipUpDown(picture), 0],
  ["transpose", () => transpose(picture), 0],
  ["rot90", () => rot90(picture), 0],
  ["brightness+0.1", () => adjustBrightness(unit, 0.1), colour],
  ["contrast-1.2", () => adjustContrast(unit, 1.2), colour],
  ["contrast-0.8", () => adjustContrast(unit, 0.8), colour],
  ["saturation-0.7", () => adjustSaturation(unit, 0.7), colour],
  ["saturation-1.3", () => adjustSaturation(unit, 1.3), colour],
  ["hue+0.05", () => adjustHue(unit, 0.05), colour],
  ["hue-0.3", () => adjustHue(unit, -0.3), colour],
  ["gamma-2.2", () => adjustGamma(unit, 2.2), colour],
  ["rgb-to-grayscale", () => rgbToGrayscale(unit), colour],
  ["rgb-to-hsv", () => rgbToHsv(unit), colour],
  ["per-image-standardization", () => perImageStandardization(unit), colour],
];

function values({ file, dtype }: Golden): Uint8Array | Float32Array {
  const bytes = fixture(file);
  return dtype === "uint8" ? bytes : new Float32Array(bytes.buffer);
}

function furthest({ data }: Image, golden: ArrayLike<number>): number {
  return Array.from(golden).reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0);
}

describe("tf.image on the same picture", () => {
  it("is compared in every golden", () => {
    expect(table.map(([name]) => name).sort()).toEqual(Object.keys(ops).sort());
  });

  it.each(table)("%s", (name, ours, within) => {
    const image = ours();
    expect([image.height, image.width, image.channels]).toEqual(ops[name].shape);
    expect(furthest(image, values(ops[name]))).toBeLessThanOrEqual(within);
  });

  it.each(table.filter(([name]) => name.startsWith("resize-")))(
    "%s of bytes, rounded",
    (name, _ours, within) => {
      const golden = ops[name];
      const [height, width] = golden.shape;
      const method =
        resizes.map(([known]) => known).find((known) => name.startsWith(`resize-${known}`)) ?? "bilinear";
      const options = { height, width, method, antialias: name.includes("antialias") };
      const image = name.includes("with-pad") ? resizeWithPad(picture, options) : resize(picture, options);
      const clamped = values(golden).map((value) => Math.min(Math.max(value, 0), 255));
      expect(furthest(image, clamped)).toBeLessThanOrEqual(0.5 + within);
    },
  );
});
