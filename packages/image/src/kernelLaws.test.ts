import { random } from "@tensorloom/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adjustBrightness,
  adjustContrast,
  adjustGamma,
  adjustHue,
  adjustSaturation,
  autocontrast,
  clahe,
  enhance,
  equalize,
  flipLeftRight,
  gaussianBlur,
  type Image,
  invert,
  medianBlur,
  motionBlur,
  normalize,
  type Pixels,
  posterize,
  randomElastic,
  randomJpeg,
  randomNoise,
  randomOpticalDistortion,
  resize,
  rgbToGrayscale,
  rot90,
  solarize,
  toFloat,
  transpose,
  warpAffine,
} from "./index.ts";
import { acquireKernels, withoutKernels } from "./wasm/kernels.ts";

type Bytes = Image<Uint8Array>;
/** Numbers in 0..1 that choose the parameters of an operation. */
type Knobs = readonly [number, number, number, number];

const OUTSIDE = ["edge", "reflect", "mirror", "wrap", 0, 127.5, -40] as const;
const outsideOf = (knob: number) => OUTSIDE[Math.floor(knob * 6.99)];
const METHODS = ["bilinear", "nearest"] as const;

/** Operations on any number of channels that have a kernel. */
const anyChannels: Readonly<Record<string, (image: Bytes, knobs: Knobs) => Image>> = {
  adjustBrightness: (image, [a]) => adjustBrightness(image, 2 * a - 1),
  adjustContrast: (image, [a]) => adjustContrast(image, 3 * a),
  adjustGamma: (image, [a, b]) => adjustGamma(image, 3 * a, 2 * b),
  autocontrast: (image, [a]) => autocontrast(image, { cutoff: 0.3 * a }),
  equalize: (image) => equalize(image),
  flipLeftRight: (image) => flipLeftRight(image),
  gaussianBlur: (image, [a]) => gaussianBlur(image, 4 * a),
  invert: (image) => invert(image),
  medianBlur: (image, [a]) => medianBlur(image, 1 + 2 * Math.floor(8.9 * a)),
  motionBlur: (image, [a, b]) => motionBlur(image, { length: 1 + 12 * a, angleDegrees: 360 * b }),
  normalize: (image, [a, b]) => normalize(image, { mean: a, std: 0.1 + b }),
  posterize: (image, [a]) => posterize(image, Math.floor(8.9 * a)),
  randomElastic: (image, [a, b, c, d]) =>
    randomElastic({
      alpha: 400 * a,
      sigma: 1 + 4 * b,
      outside: outsideOf(c),
      method: METHODS[Math.floor(d * 1.99)],
    })(image, random(7)),
  randomNoise: (image, [a]) => randomNoise({ deviation: [0, a] })(image, random(Math.floor(1e6 * a))),
  randomOpticalDistortion: (image, [a, b, c]) =>
    randomOpticalDistortion({ strength: [-a, a], outside: outsideOf(b) })(image, random(Math.floor(100 * c))),
  resize: (image, [a, b, c, d]) =>
    resize(image, {
      height: 1 + Math.floor(60 * a),
      width: 1 + Math.floor(60 * b),
      method: (["bilinear", "area", "bicubic", "lanczos3"] as const)[Math.floor(3.99 * c)],
      antialias: d < 0.5,
    }),
  rot90: (image, [a]) => rot90(image, Math.floor(4 * a)),
  solarize: (image, [a]) => solarize(image, a),
  toFloat: (image) => toFloat(image),
  transpose: (image) => transpose(image),
  warpAffine: (image, [a, b, c, d]) =>
    warpAffine(image, [4 * a - 2, 2 * b - 1, 90 * c - 30, 2 * b - 1, 3 * c - 1, 200 * d - 100], {
      outside: outsideOf(d),
      method: METHODS[Math.floor(a * 1.99)],
    }),
};

/** Operations on gray and RGB, with or without alpha. */
const colors: typeof anyChannels = {
  clahe: (image, [a, b]) => clahe(image, { clipLimit: 1 + 5 * a, tiles: 1 + Math.floor(9 * b) }),
  "enhance color": (image, [a]) => enhance(image, { color: 3 * a }),
  "enhance contrast": (image, [a]) => enhance(image, { contrast: 3 * a }),
  "enhance sharpness": (image, [a]) => enhance(image, { sharpness: 8 * a }),
  randomJpeg: (image, [a, b]) => {
    const quality = 1 + Math.floor(99 * a);
    return randomJpeg({ quality: [quality, quality], subsampling: b < 0.5 ? "420" : "444" })(
      image,
      random(1),
    );
  },
};

const rgb: typeof anyChannels = {
  adjustHue: (image, [a]) => adjustHue(image, 2 * a - 1),
  adjustSaturation: (image, [a]) => adjustSaturation(image, 3 * a),
  rgbToGrayscale: (image) => rgbToGrayscale(image),
};

const cases = [
  ...Object.entries(anyChannels).map(([name, run]) => [name, [1, 2, 3, 4, 5], run] as const),
  ...Object.entries(colors).map(([name, run]) => [name, [1, 2, 3, 4], run] as const),
  ...Object.entries(rgb).map(([name, run]) => [name, [3], run] as const),
];

const knob = fc.double({ min: 0, max: 1, noNaN: true });
const knobs = fc.tuple(knob, knob, knob, knob);

/** Images of noise, of few levels, or of one. */
const images = (channels: readonly number[]): fc.Arbitrary<Bytes> =>
  fc
    .record({
      height: fc.integer({ min: 1, max: 24 }),
      width: fc.integer({ min: 1, max: 24 }),
      channels: fc.constantFrom(...channels),
      seed: fc.nat(1e6),
      levels: fc.constantFrom(1, 2, 256),
    })
    .map(({ height, width, channels: count, seed, levels }) => {
      const dice = random(seed);
      const data = Uint8Array.from({ length: height * width * count }, () =>
        levels === 1 ? seed & 255 : Math.floor(dice.uniform() * levels) * (255 / (levels - 1)),
      );
      return { data, height, width, channels: count };
    });

/** Whether bits are equal, so that NaN and the sign of 0 count. */
const areEqual = (one: Pixels, other: Pixels): boolean =>
  one.constructor === other.constructor && Buffer.compare(asBytes(one), asBytes(other)) === 0;
const asBytes = ({ buffer, byteOffset, byteLength }: Pixels): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

describe("WebAssembly and JavaScript compute the same bytes and floats", () => {
  it("in an engine that has SIMD", () => {
    expect(acquireKernels(0)).toBeDefined();
    expect(withoutKernels(() => acquireKernels(0))).toBeUndefined();
  });

  it.each(cases)("%s", (_name, channels, run) => {
    fc.assert(
      fc.property(images(channels), knobs, (image, drawn) => {
        const before = image.data.slice();
        const fast = run(image, drawn);
        const plain = withoutKernels(() => run(image, drawn));
        expect(areEqual(image.data, before)).toBe(true);
        expect([fast.height, fast.width, fast.channels]).toEqual([plain.height, plain.width, plain.channels]);
        expect(areEqual(fast.data, plain.data)).toBe(true);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it.each(cases)("%s of an image of more than a page", (_name, channels, run) => {
    for (const count of channels) {
      const dice = random(count);
      const data = Uint8Array.from({ length: 71 * 53 * count }, () => 256 * dice.uniform());
      const image = { data, height: 71, width: 53, channels: count };
      const knobs: Knobs = [0.41, 0.63, 0.27, 0.82];
      const plain = withoutKernels(() => run(image, knobs));
      expect(areEqual(run(image, knobs).data, plain.data)).toBe(true);
    }
  });

  it("of images that do not fit the memory of the last one", () => {
    const tall = {
      data: new Uint8Array(3 * 700 * 900).map((_, i) => i * 7),
      height: 900,
      width: 700,
      channels: 3,
    };
    for (const image of [{ ...tall, data: tall.data.subarray(0, 2100), height: 1 }, tall])
      expect(
        areEqual(
          warpAffine(image, [0, 1, 0, 1, 0, 0]).data,
          withoutKernels(() => warpAffine(image, [0, 1, 0, 1, 0, 0])).data,
        ),
      ).toBe(true);
    for (const image of [tall])
      expect(areEqual(invert(image).data, withoutKernels(() => invert(image)).data)).toBe(true);
  });
});
