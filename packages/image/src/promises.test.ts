import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import * as api from "./index.ts";
import type { Augmentation, Image } from "./index.ts";

/** An image of a number of channels; the last of 2 and 4 is alpha. */
function picture(channels: number, bytes: boolean, height = 6, width = 6): Image {
  const values = Array.from({ length: height * width * channels }, (_, i) => (i * 37) % 256);
  const data = bytes ? Uint8Array.from(values) : Float32Array.from(values, (level) => level / 255);
  return { data, height, width, channels };
}

const dice = random(5);
const augmented = (augment: Augmentation) => (image: Image) => augment(image, random(5, 1));

/** Every function from an image to an image, with arguments that change nothing, if there are such. */
const FUNCTIONS: Readonly<Record<string, (image: Image) => Image>> = {
  adjustBrightness: (image) => api.adjustBrightness(image, 0),
  adjustContrast: (image) => api.adjustContrast(image, 1),
  adjustGamma: (image) => api.adjustGamma(image, 1),
  centralCrop: (image) => api.centralCrop(image, 1),
  coarseDropout: augmented(api.coarseDropout({ holes: 0 })),
  colorJitter: augmented(api.colorJitter({})),
  contactSheet: (image) => api.contactSheet([image]),
  crop: (image) => api.crop(image, { height: 6, width: 6 }),
  cropOrPad: (image) => api.cropOrPad(image, { height: 6, width: 6 }),
  flipLeftRight: api.flipLeftRight,
  flipUpDown: api.flipUpDown,
  gaussianBlur: (image) => api.gaussianBlur(image, 0),
  normalize: (image) => api.normalize(image, { preset: "unit" }),
  orient: (image) => api.orient(image, 1),
  pad: (image) => api.pad(image, {}),
  perImageStandardization: api.perImageStandardization,
  randomAffine: augmented(api.randomAffine({})),
  randomBlur: augmented(api.randomBlur({ sigma: [0, 0] })),
  randomCrop: augmented(api.randomCrop({ height: 6, width: 6 })),
  randomNoise: augmented(api.randomNoise({ deviation: [0, 0] })),
  randomResizedCrop: augmented(api.randomResizedCrop({ height: 6, width: 6, area: [1, 1] })),
  resize: (image) => api.resize(image, { height: 6, width: 6 }),
  resizeWithPad: (image) => api.resizeWithPad(image, { height: 6, width: 6 }),
  rot90: (image) => api.rot90(image, 4),
  toGrayscale: (image) => api.toGrayscale(image),
  toRgb: api.toRgb,
  transpose: api.transpose,
  warpAffine: (image) => api.warpAffine(image, [1, 0, 0, 0, 1, 0]),
};
const RGB: Readonly<Record<string, (image: Image) => Image>> = {
  adjustHue: (image) => api.adjustHue(image, 0),
  adjustSaturation: (image) => api.adjustSaturation(image, 1),
  hsvToRgb: api.hsvToRgb,
  rgbToGrayscale: api.rgbToGrayscale,
  rgbToHsv: api.rgbToHsv,
};

describe.each([
  ["bytes", true],
  ["floats", false],
])("an image of %s", (_kind, bytes) => {
  it.each(Object.entries({ ...FUNCTIONS, ...RGB }))(
    "%s returns a new image and leaves the one it got",
    (_name, call) => {
      const image = picture(3, bytes);
      const before = image.data.slice();
      const { data } = call(image);
      expect(data.buffer).not.toBe(image.data.buffer);
      data.fill(1);
      expect(image.data).toEqual(before);
    },
  );

  it.each([2, 4])("of %i channels keeps its alpha through every change of colour", (channels) => {
    const image = picture(channels, bytes);
    const changes: Readonly<Record<string, (image: Image) => Image>> = {
      adjustBrightness: (input) => api.adjustBrightness(input, 0.3),
      adjustContrast: (input) => api.adjustContrast(input, 1.7),
      adjustGamma: (input) => api.adjustGamma(input, 2.2, 0.9),
      colorJitter: augmented(api.colorJitter({ contrast: [0.2, 0.3], brightness: 0.2 })),
      randomNoise: augmented(api.randomNoise({ deviation: [0.2, 0.2] })),
      coarseDropout: augmented(api.coarseDropout({ holes: 3, side: 1, value: 1 })),
    };
    for (const [name, change] of Object.entries(changes)) {
      const { data } = change(image);
      const alphas = (values: ArrayLike<number>): number[] =>
        Array.from(values).filter((_, i) => i % channels === channels - 1);
      expect([name, alphas(data)]).toEqual([name, alphas(image.data)]);
      expect([name, Array.from(data)]).not.toEqual([name, Array.from(image.data)]);
    }
  });
});

describe("a canvas's pixels", () => {
  const levels = Uint8ClampedArray.from({ length: 6 * 6 * 4 }, (_, i) => (i * 37) % 256);
  const imageData = { data: levels, height: 6, width: 6, colorSpace: "srgb" };
  const same = picture(4, true);

  it.each(Object.entries(FUNCTIONS))("%s takes them as they are", (_name, call) => {
    const result = call(imageData as unknown as Image);
    expect(result).toEqual(call(same));
    expect(result.data).not.toBeInstanceOf(Uint8ClampedArray);
  });

  it("are an image of four channels over the same memory", () => {
    const image = api.fromImageData(imageData);
    expect(image).toEqual(same);
    expect(image.data.buffer).toBe(levels.buffer);
    expect(api.decodePngSync(api.encodePngSync(image))).toEqual(same);
    expect(api.dropAlpha(image).channels).toBe(3);
  });
});

describe("what is not an image", () => {
  it.each([
    [
      Uint8Array.of(0xff, 0xd8),
      "must be an object { data, height, width, channels }, got an object (Uint8Array); decode a file first",
    ],
    ["/tmp/a.png", 'got "/tmp/a.png"; decode a file first'],
    [Promise.resolve(picture(1, true)), "got an object (Promise); await it first"],
    [undefined, "got undefined"],
    [
      { ...picture(1, true), data: new Float64Array(36) },
      "image.data must be a Uint8Array or a Float32Array, got an object (Float64Array)",
    ],
  ])("is refused by every function, with what to do: %o", (input, sentence) => {
    for (const call of Object.values({ ...FUNCTIONS, ...RGB }))
      expect(() => call(input as unknown as Image)).toThrow(sentence);
  });
});

describe("an option that does not exist", () => {
  const image = picture(3, true);
  const wrong = { nonsense: 1 } as object;
  const calls: Readonly<Record<string, () => unknown>> = {
    affineMatrix: () => api.affineMatrix(image, wrong),
    coarseDropout: () => api.coarseDropout(wrong),
    colorJitter: () => api.colorJitter(wrong),
    contactSheet: () => api.contactSheet([image], wrong),
    crop: () => api.crop(image, wrong as never),
    cropOrPad: () => api.cropOrPad(image, wrong as never),
    cutMix: () => api.cutMix(wrong),
    decodePngSync: () => api.decodePngSync(new Uint8Array(9), wrong),
    mixUp: () => api.mixUp(wrong),
    normalize: () => api.normalize(image, wrong),
    pad: () => api.pad(image, wrong),
    randomAffine: () => api.randomAffine(wrong),
    randomBlur: () => api.randomBlur(wrong as never),
    randomCrop: () => api.randomCrop(wrong as never),
    randomFlipLeftRight: () => api.randomFlipLeftRight(wrong),
    randomFlipUpDown: () => api.randomFlipUpDown(wrong),
    randomNoise: () => api.randomNoise(wrong as never),
    randomResizedCrop: () => api.randomResizedCrop(wrong as never),
    resize: () => api.resize(image, wrong as never),
    resizeWithPad: () => api.resizeWithPad(image, wrong as never),
    toGrayscale: () => api.toGrayscale(image, wrong),
    warpAffine: () => api.warpAffine(image, [1, 0, 0, 0, 1, 0], wrong),
  };
  it.each(Object.entries(calls))("is refused by %s, by name", (name, call) => {
    expect(call).toThrow(`${name}: unknown option nonsense`);
  });
});

describe("the scale of floats and amounts", () => {
  const levels: Image = { ...picture(3, false), data: Float32Array.from(picture(3, true).data) };

  it.each([
    ["toUint8", () => api.toUint8(levels)],
    ["adjustBrightness", () => api.adjustBrightness(levels, 0.1)],
    ["adjustGamma", () => api.adjustGamma(levels, 2)],
    ["randomNoise", () => api.randomNoise({ deviation: [0.1, 0.1] })(levels, dice)],
  ])("%s refuses floats of 0..255, which would become white", (name, call) => {
    expect(call).toThrow(`${name}: image.data must be floats in 0..1, got values of`);
  });

  it.each([
    [
      () => api.adjustBrightness(picture(3, true), 30),
      "adjustBrightness: delta must be a finite number from -1 to 1, got 30; values are in 0..1, those of bytes too: for 30 of 255 levels, write 30 / 255",
    ],
    [
      () => api.adjustBrightness(picture(3, true), -30),
      "adjustBrightness: delta must be a finite number from -1 to 1, got -30",
    ],
    [
      () => api.colorJitter({ brightness: 30 }),
      "colorJitter: brightness must be a finite number from 0 to 1, got 30; values are in 0..1",
    ],
    [
      () => api.randomNoise({ deviation: [0, 10] }),
      "randomNoise: deviation[1] must be a finite number from 0 to 1, got 10; values are in 0..1",
    ],
    [() => api.randomNoise({ deviation: 0.1 as never }), "randomNoise: deviation"],
  ])("an amount in levels is refused: %s", (call, sentence) => {
    expect(call).toThrow(sentence);
  });

  it("floats that an adjustment took a little beyond 0..1 are floats in 0..1", () => {
    const bright = api.adjustContrast(api.adjustBrightness(picture(3, false), 0.9), 3);
    expect(Math.max(...bright.data)).toBeGreaterThan(2);
    expect(api.toUint8(bright).data).toBeInstanceOf(Uint8Array);
  });

  it("darker, then gamma: no NaN", () => {
    const { data } = api.adjustGamma(api.adjustBrightness(picture(3, false), -0.5), 0.45);
    expect(Array.from(data).some(Number.isNaN)).toBe(false);
    expect(Math.min(...data)).toBe(0);
  });
});

describe("grayscaleToRgb and dropAlpha", () => {
  it("repeat gray and keep alpha; drop alpha and keep colour", () => {
    const both = { data: Uint8Array.of(1, 9, 2, 8), height: 1, width: 2, channels: 2 };
    const rgba = api.grayscaleToRgb(both);
    expect(Array.from(rgba.data)).toEqual([1, 1, 1, 9, 2, 2, 2, 8]);
    expect(Array.from(api.dropAlpha(rgba).data)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(Array.from(api.dropAlpha(both).data)).toEqual([1, 2]);
    expect(() => api.grayscaleToRgb(picture(3, true))).toThrow(
      "grayscaleToRgb: image must have 1 or 2 channels, got 6x6x3",
    );
    expect(() => api.dropAlpha(picture(3, true))).toThrow(
      "dropAlpha: image must have 2 or 4 channels, got 6x6x3",
    );
  });
});

describe("beyond the border of a warp", () => {
  const row = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
  const seen = (
    outside: "edge" | "nearest" | "reflect" | "mirror" | "wrap" | number,
    shift: number,
    method: "nearest" | "bilinear",
  ): number[] => Array.from(api.warpAffine(row, [1, 0, shift, 0, 1, 0], { outside, method }).data);

  it.each(["nearest", "bilinear"] as const)("is what outside says, by %s", (method) => {
    expect(seen("reflect", -3, method)).toEqual([3, 2, 1]);
    expect(seen("reflect", 4, method)).toEqual([2, 1, 1]);
    expect(seen("wrap", -1, method)).toEqual([3, 1, 2]);
    expect(seen("wrap", 7, method)).toEqual([2, 3, 1]);
    expect(seen("edge", -5, method)).toEqual([1, 1, 1]);
    expect(seen("nearest", -5, method)).toEqual([1, 1, 1]);
    expect(seen("mirror", -3, method)).toEqual([2, 3, 2]);
    expect(seen(9, 2, method)).toEqual([3, 9, 9]);
  });

  it("is refused if it is not one of these", () => {
    const sentence =
      'outside must be "edge", "nearest", "reflect", "mirror", "wrap" or a finite number, got "border"';
    expect(() => api.warpAffine(row, [1, 0, 0, 0, 1, 0], { outside: "border" as "wrap" })).toThrow(
      `warpAffine: ${sentence}`,
    );
    expect(() => api.randomAffine({ outside: "border" as "wrap" })).toThrow(`randomAffine: ${sentence}`);
  });
});
