import { random, type Random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image.ts";
import type { Augmentation } from "./augmentation.ts";
import { colorJitter } from "./colorJitter.ts";
import { compose } from "./compose.ts";
import { randomFlipLeftRight, randomFlipUpDown } from "./randomFlip.ts";

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

describe("randomFlipLeftRight", () => {
  it("flips half of the time, or as often as told", () => {
    const flipped = (probability?: number): number =>
      Array.from({ length: 2000 }, (_, i) =>
        randomFlipLeftRight({ probability })(image, random(7, i)),
      ).filter((result) => result !== image).length;
    expect(flipped()).toBeGreaterThan(920);
    expect(flipped()).toBeLessThan(1080);
    expect(flipped(0)).toBe(0);
    expect(flipped(1)).toBe(2000);
  });

  it("refuses a probability that is none", () => {
    expect(() => randomFlipLeftRight({ probability: 2 })).toThrow(
      "randomFlipLeftRight: probability must be a finite number from 0 to 1, got 2",
    );
  });
});

describe("compose", () => {
  it("gives each step dice of its own: what one draws does not change the next", () => {
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

  it("refuses a step that is no function", () => {
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
    expect(colorJitter({})(image, random(1))).toBe(image);
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
    [{ brightness: -1 }, "colorJitter: brightness must be a finite number of at least 0, got -1"],
  ])("refuses %o", (options, sentence) => {
    expect(() => colorJitter(options)).toThrow(new RangeError(sentence));
  });
});
