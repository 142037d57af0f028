import { random, type Random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pad } from "../geometry/pad.ts";
import { flipLeftRight, flipUpDown } from "../geometry/flip.ts";
import { randomChoice } from "./randomChoice.ts";
import { coarseDropout } from "./coarseDropout.ts";
import { colorJitter } from "./colorJitter.ts";
import { compose } from "./compose.ts";
import { randomAffine } from "./randomAffine.ts";
import { randomBlur } from "./randomBlur.ts";
import { randomCrop } from "./randomCrop.ts";
import { randomNoise } from "./randomNoise.ts";
import { randomResizedCrop } from "./randomResizedCrop.ts";
import { randomRot90 } from "./randomRot90.ts";
import { randomApply } from "./randomApply.ts";
import { randomFlipLeftRight, randomFlipUpDown } from "./randomFlip.ts";
import { gridMask } from "../artifact/gridMask.ts";
import { randomHair } from "../artifact/randomHair.ts";
import { randomJpeg } from "../artifact/randomJpeg.ts";
import { randomMotionBlur } from "../artifact/randomMotionBlur.ts";
import { randomElastic } from "../distort/randomElastic.ts";
import { randomGridDistortion } from "../distort/randomGridDistortion.ts";
import { randomOpticalDistortion } from "../distort/randomOpticalDistortion.ts";
import { augMix } from "../policy/augMix.ts";
import { autoAugment } from "../policy/autoAugment.ts";
import { randAugment } from "../policy/randAugment.ts";
import { trivialAugment } from "../policy/trivialAugment.ts";
import { posterize } from "../tone/posterize.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => (i * 37) % 256),
  height: 8,
  width: 8,
  channels: 3,
};

const all = [
  ["randomFlipLeftRight", randomFlipLeftRight()],
  ["randomFlipUpDown", randomFlipUpDown()],
  ["colorJitter", colorJitter({ hue: 0.1, saturation: [0.7, 1.3], contrast: [0.8, 1.2], brightness: 0.1 })],
  ["randomAffine", randomAffine({ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 2 })],
  ["randomBlur", randomBlur({ sigma: [0.5, 2] })],
  ["randomNoise", randomNoise({ deviation: [0.01, 0.1] })],
  [
    "randomCrop",
    compose(randomCrop({ height: 4, width: 4 }), (small) => pad(small, { bottom: 4, right: 4 })),
  ],
  ["randomResizedCrop", randomResizedCrop({ height: 8, width: 8 })],
  ["randomRot90", randomRot90()],
  ["coarseDropout", coarseDropout({ holes: 2, value: 1 })],
  ["randomOpticalDistortion", randomOpticalDistortion({ strength: [-0.9, 0.9] })],
  ["randomGridDistortion", randomGridDistortion({ cells: 2 })],
  ["randomElastic", randomElastic({ alpha: 20, sigma: 2 })],
  ["randomMotionBlur", randomMotionBlur({ length: [2, 5] })],
  ["randomJpeg", randomJpeg({ quality: [10, 60] })],
  ["randomHair", randomHair()],
  ["gridMask", gridMask({ unit: [0.4, 0.6], value: 1 })],
  ["randAugment", randAugment({ magnitude: 20 })],
  ["trivialAugment", trivialAugment()],
  ["autoAugment", autoAugment()],
  ["augMix", augMix()],
  ["pixelOnly", pixelOnly((same, dice) => posterize(same, 1 + dice.integer(5)))],
  ["randomApply", randomApply(0.5, randomFlipUpDown())],
  ["randomChoice", randomChoice(randomFlipLeftRight(), randomRot90())],
  ["compose", compose(randomFlipLeftRight(), randomFlipUpDown(), colorJitter({ brightness: 0.2 }))],
] as const;

describe.each(all)("%s", (_name, augment) => {
  it("does the same with the same seed, epoch and index, in any order", () => {
    const forward = [0, 1, 2, 3, 4].map((index) => augment(image, random(42, 0, index)));
    const backward = [4, 3, 2, 1, 0].map((index) => augment(image, random(42, 0, index)));
    expect(backward.reverse()).toEqual(forward);
  });

  it("does something else for another element, and another epoch", () => {
    const many = (epoch: number): readonly string[] =>
      Array.from({ length: 16 }, (_, index) => augment(image, random(42, epoch, index)).data.join());
    expect(new Set(many(0)).size).toBeGreaterThan(1);
    expect(many(0)).not.toEqual(many(1));
  });

  it("leaves the image as it was, and its kind and shape", () => {
    const before = image.data.slice();
    const floats = { ...image, data: Float32Array.from(image.data, (level) => level / 255) };
    expect(augment(image, random(1))).toMatchObject({ height: 8, width: 8, channels: 3 });
    expect(augment(image, random(1)).data).toBeInstanceOf(Uint8Array);
    expect(augment(floats, random(1)).data).toBeInstanceOf(Float32Array);
    expect(image.data).toEqual(before);
  });
});

describe.each(all.filter(([name]) => name !== "randomCrop"))("%s", (name, augment) => {
  it.each([
    [1, 1],
    [1, 9],
    [9, 2],
  ])("takes images of %i x %i pixels, gray to RGBA", (height, width) => {
    for (const channels of name === "colorJitter" ? [3] : [1, 3, 4]) {
      const data = Uint8Array.from({ length: height * width * channels }, (_, i) => (i * 71) % 256);
      for (let i = 0; i < 4; i++)
        expect(augment({ data, height, width, channels }, random(9, i)).channels).toBe(channels);
    }
  });
});

describe("randomFlipLeftRight", () => {
  it("flips with probability 0.5, or with the one that was passed", () => {
    const flipped = (probability?: number): number =>
      Array.from({ length: 2000 }, (_, i) =>
        randomFlipLeftRight({ probability })(image, random(7, i)),
      ).filter((result) => result !== image).length;
    expect(flipped()).toBeGreaterThan(920);
    expect(flipped()).toBeLessThan(1080);
    expect(flipped(0)).toBe(0);
    expect(flipped(1)).toBe(2000);
  });

  it("refuses an invalid probability", () => {
    expect(() => randomFlipLeftRight({ probability: 2 })).toThrow(
      "randomFlipLeftRight: probability must be a finite number from 0 to 1, got 2",
    );
  });
});

describe("one random for many images", () => {
  const flips = [randomFlipLeftRight(), randomFlipUpDown()] as const;
  const same: Augmentation = (unchanged) => unchanged;
  const AUGMENTATIONS: Readonly<Record<string, Augmentation>> = {
    compose: compose(...flips),
    "compose in compose": compose(same, compose(...flips)),
    "compose of randomApply": compose(randomApply(0.5, flipLeftRight), randomApply(0.5, flipUpDown)),
    "compose in randomApply": randomApply(0.999, compose(...flips)),
    "compose in randomChoice": randomChoice(compose(...flips)),
    "randomApply of randomApply": (input, dice) =>
      randomApply(0.8, randomApply(0.625, flipUpDown))(
        randomApply(0.8, randomApply(0.625, flipLeftRight))(input, dice),
        dice,
      ),
    "one flip after the other": (input, dice) => flips[1](flips[0](input, dice), dice),
  };
  const corner: Image<Uint8Array> = { data: Uint8Array.of(1, 2, 3, 4), height: 2, width: 2, channels: 1 };

  it.each(Object.entries(AUGMENTATIONS))("flips them four ways, each as often: %s", (_, augment) => {
    const dice = random(5);
    const counts = new Map<number, number>();
    for (let i = 0; i < 4000; i++) {
      const [first] = augment(corner, dice).data;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(21.1); // one in ten thousand is above it
  });

  it("chooses independently of what the chosen one draws", () => {
    const dice = random(6);
    const [ups, rights] = [randomChoice(flips[0], flips[1]), randomChoice(flips[1], flips[0])];
    const pairs = Array.from({ length: 4000 }, () => {
      const [one] = ups(corner, dice).data;
      return `${String(one)} ${String(rights(corner, dice).data[0])}`;
    });
    // Each leaves the image half of the time and mirrors it each way a quarter of the time.
    expect(pairs.filter((pair) => pair === "1 1").length / 1000).toBeCloseTo(1, 1);
    expect(pairs.filter((pair) => pair === "2 3").length / 250).toBeCloseTo(1, 0);
    expect(new Set(pairs).size).toBe(9);
  });

  it.each(all)("makes another picture of each of 16 images: %s", (_, augment) => {
    const dice = random(7);
    const pictures = Array.from({ length: 16 }, () => augment(image, dice).data.join());
    expect(new Set(pictures).size).toBeGreaterThan(1);
  });
});

describe("compose", () => {
  it("passes each step its own random stream: what one draws does not change the next", () => {
    const greedy = <T>(same: T, dice: Random): T => {
      dice.uniform();
      return same;
    };
    const [lazy, drawn] = [
      compose((same) => same, randomFlipLeftRight()),
      compose(greedy, randomFlipLeftRight()),
    ];
    for (let i = 0; i < 20; i++) expect(drawn(image, random(3, i))).toEqual(lazy(image, random(3, i)));
  });

  it("of nothing changes nothing", () => {
    expect(compose()(image, random(1))).toBe(image);
  });

  it("refuses a step that is not a function", () => {
    expect(() => compose(3 as unknown as Augmentation)).toThrow("compose: step must be a function, got 3");
  });
});

describe("colorJitter", () => {
  it("stays within its ranges", () => {
    const gray: Image<Float32Array> = {
      data: new Float32Array(3).fill(0.5),
      height: 1,
      width: 1,
      channels: 3,
    };
    const values = Array.from(
      { length: 500 },
      (_, i) => colorJitter({ brightness: 0.1 })(gray, random(5, i)).data[0],
    );
    expect(Math.min(...values)).toBeGreaterThan(0.4 - 1e-6);
    expect(Math.min(...values)).toBeLessThan(0.41);
    expect(Math.max(...values)).toBeGreaterThan(0.59);
    expect(Math.max(...values)).toBeLessThan(0.6 + 1e-6);
  });

  it("of nothing changes nothing", () => {
    const same = colorJitter({})(image, random(1));
    expect(same).toEqual(image);
    expect(same.data).not.toBe(image.data);
  });

  it.each([
    [{ hue: 0.6 }, "colorJitter: hue must be a finite number from 0 to 0.5, got 0.6"],
    [
      { contrast: [1.2, 0.8] as const },
      "colorJitter: contrast[1] must be a finite number of at least 1.2, got 0.8",
    ],
    [
      { saturation: [-1, 1] as const },
      "colorJitter: saturation[0] must be a finite number of at least 0, got -1",
    ],
    [{ brightness: -1 }, "colorJitter: brightness must be a finite number from 0 to 1, got -1"],
  ])("refuses %o", (options, sentence) => {
    expect(() => colorJitter(options)).toThrow(new RangeError(sentence));
  });
});

describe("randomCrop", () => {
  it("reaches every corner, and never beyond", () => {
    const places = new Set(
      Array.from({ length: 300 }, (_, i) =>
        randomCrop({ height: 7, width: 7 })(image, random(2, i)).data.join(),
      ),
    );
    expect(places.size).toBe(4);
  });

  it("refuses an image that is too small", () => {
    expect(() => randomCrop({ height: 9, width: 8 })(image, random(1))).toThrow(
      "randomCrop: height must be an integer from 1 to 8, got 9",
    );
  });
});

describe("randomResizedCrop", () => {
  it("keeps to its bounds of area and aspect", () => {
    const seen = { ...image, height: 96, width: 128, data: new Uint8Array(96 * 128 * 3).fill(7) };
    const wide = randomResizedCrop({ height: 5, width: 5, area: [0.2, 0.3], aspect: [1, 2] });
    for (let i = 0; i < 50; i++) expect(new Set(wide(seen, random(4, i)).data)).toEqual(new Set([7]));
    expect(() => randomResizedCrop({ height: 5, width: 5, area: [0.5, 0.2] })).toThrow(
      "randomResizedCrop: area[1] must be a finite number from 0.5 to 1, got 0.2",
    );
  });
});

describe("randomResizedCrop of an image of any shape", () => {
  it.each([
    [200, 800],
    [800, 200],
    [300, 300],
    [40, 1000],
    [1000, 40],
  ])("%i x %i keeps to its bounds of area and aspect", (height, width) => {
    // The place of a pixel is its value, so that the ends of a crop can be read off its corners.
    const data = Float32Array.from({ length: height * width * 2 }, (_, i) =>
      i % 2 === 0 ? Math.floor(i / 2 / width) / 1000 : ((i >> 1) % width) / 1000,
    );
    const places = { data, height, width, channels: 2 };
    const augment = randomResizedCrop({ height: 50, width: 50, method: "nearest" });
    for (let i = 0; i < 100; i++) {
      const { data: seen } = augment(places, random(6, i));
      // of 50 samples, the first and the last are half a step from the ends
      const tall = ((seen[seen.length - 2] - seen[0]) * 1000 * 50) / 49;
      const wide = ((seen[seen.length - 1] - seen[1]) * 1000 * 50) / 49;
      const slack = 1 + 3 / Math.min(tall, wide);
      expect(wide / tall).toBeGreaterThan(3 / 4 / slack);
      expect(wide / tall).toBeLessThan((4 / 3) * slack);
      expect(tall * wide).toBeLessThan(height * width * slack);
      if (height === width) expect(tall * wide).toBeGreaterThan((0.08 * height * width) / slack);
    }
  });
});

describe("randomRot90", () => {
  it("turns a quarter as often as it does not", () => {
    const turned = new Set(
      Array.from({ length: 60 }, (_, i) => randomRot90()(image, random(6, i)).data.join()),
    );
    expect(turned.size).toBe(4);
  });
});

describe("coarseDropout", () => {
  it("blots out rectangles and nothing else", () => {
    const white = { data: new Uint8Array(100 * 100).fill(255), height: 100, width: 100, channels: 1 };
    for (let i = 0; i < 20; i++) {
      const { data } = coarseDropout({ side: 0.2, value: 9 })(white, random(8, i));
      const blotted = data.filter((value) => value === 9).length;
      expect(blotted).toBeGreaterThanOrEqual(100); // a quarter of it, if its middle is in a corner
      expect(blotted).toBeLessThanOrEqual(400);
      expect(data.every((value) => value === 9 || value === 255)).toBe(true);
    }
  });

  it("refuses a value that is not a byte in an image of bytes", () => {
    expect(() => coarseDropout({ value: 256 })(image, random(1))).toThrow(
      "coarseDropout: value must be an integer from 0 to 255, got 256",
    );
  });
});

describe("randomNoise", () => {
  it("has the deviation that was requested for, and mean 0", () => {
    const gray = { data: new Float32Array(40_000).fill(0.5), height: 200, width: 200, channels: 1 };
    const { data } = randomNoise({ deviation: [0.1, 0.1] })(gray, random(9));
    const mean = data.reduce((a, b) => a + b) / data.length;
    const variance = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
  });
});

describe("randomChoice", () => {
  it("refuses to choose from nothing", () => {
    expect(() => randomChoice()).toThrow(
      "randomChoice: augmentations must be an integer of at least 1, got 0",
    );
  });
});
