import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { colorJitter } from "../augment/colorJitter.ts";
import { compose } from "../augment/compose.ts";
import { randomAffine } from "../augment/randomAffine.ts";
import { randomApply } from "../augment/randomApply.ts";
import { randomChoice } from "../augment/randomChoice.ts";
import { randomCrop } from "../augment/randomCrop.ts";
import { randomFlipLeftRight, randomFlipUpDown } from "../augment/randomFlip.ts";
import { randomResizedCrop } from "../augment/randomResizedCrop.ts";
import { randomRot90 } from "../augment/randomRot90.ts";
import { randomElastic } from "../distort/randomElastic.ts";
import { randomGridDistortion } from "../distort/randomGridDistortion.ts";
import { randomOpticalDistortion } from "../distort/randomOpticalDistortion.ts";
import type { Image } from "../image/image.ts";
import { augMix } from "../policy/augMix.ts";
import { autoAugment } from "../policy/autoAugment.ts";
import { randAugment } from "../policy/randAugment.ts";
import { trivialAugment } from "../policy/trivialAugment.ts";
import type { Augmentation } from "./augmentation.ts";
import { augmentTogether } from "./augmentTogether.ts";
import { pixelOnly } from "./pixelOnly.ts";

const [HEIGHT, WIDTH] = [48, 64];
/** A bright block of 10x14 pixels on black, its box, its mask and its middle. */
const box = { top: 18, left: 22, height: 10, width: 14, label: "block" };
const image: Image<Uint8Array> = {
  data: new Uint8Array(HEIGHT * WIDTH * 3),
  height: HEIGHT,
  width: WIDTH,
  channels: 3,
};
const mask: Image<Uint8Array> = {
  data: new Uint8Array(HEIGHT * WIDTH),
  height: HEIGHT,
  width: WIDTH,
  channels: 1,
};
for (let y = box.top; y < box.top + box.height; y++)
  for (let x = box.left; x < box.left + box.width; x++) {
    mask.data[y * WIDTH + x] = 7;
    image.data.fill(240, (y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3);
  }
const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2, name: "middle" };
const sample = { image, mask, boxes: [box], points: [middle], file: "a.png" };

/** The rectangle that encloses the pixels of a mask. */
function enclosing({
  data,
  width,
}: Image): readonly [top: number, left: number, bottom: number, right: number] {
  const set = Array.from(data.keys()).filter((i) => data[i] === 7);
  const [xs, ys] = [set.map((i) => i % width), set.map((i) => Math.floor(i / width))];
  return [Math.min(...ys), Math.min(...xs), Math.max(...ys) + 1, Math.max(...xs) + 1];
}

const moving: Readonly<Record<string, Augmentation>> = {
  randomFlipLeftRight: randomFlipLeftRight(),
  randomFlipUpDown: randomFlipUpDown(),
  randomRot90: randomRot90(),
  randomCrop: randomCrop({ height: 40, width: 50 }),
  randomResizedCrop: randomResizedCrop({ height: 60, width: 60, area: [0.7, 1], method: "nearest" }),
  randomAffine: randomAffine({
    rotateDegrees: 30,
    shearDegrees: 10,
    zoom: 0.1,
    shiftPixels: 3,
    method: "nearest",
    outside: 0,
  }),
  randomOpticalDistortion: randomOpticalDistortion({ strength: [-0.6, 0.6], method: "nearest", outside: 0 }),
  randomGridDistortion: randomGridDistortion({ method: "nearest", outside: 0 }),
  randomElastic: randomElastic({ alpha: 200, sigma: 8, method: "nearest", outside: 0 }),
  randAugment: randAugment({ magnitude: 15 }),
  trivialAugment: trivialAugment(),
  autoAugment: autoAugment(),
  compose: compose(randomFlipLeftRight(), randomRot90(), colorJitter({ brightness: 0.1 })),
  "randomApply and randomChoice": randomApply(0.8, randomChoice(randomFlipUpDown(), randomRot90())),
};

describe.each(Object.entries(moving))("augmentTogether of %s", (name, augment) => {
  const together = augmentTogether(augment, { minVisibility: 0.2 });

  it("changes the image as the augmentation alone does", () => {
    for (let i = 0; i < 4; i++) {
      const result = together(sample, random(5, i));
      const alone = augment(image, random(5, i));
      expect(Buffer.compare(result.image.data, alone.data)).toBe(0); // toEqual is slow
      expect([result.image.height, result.image.width]).toEqual([alone.height, alone.width]);
      expect([result.mask.height, result.mask.width]).toEqual([result.image.height, result.image.width]);
      expect(result.file).toBe("a.png");
    }
  });

  it("moves mask, box and point with the pixels", () => {
    for (let i = 0; i < 12; i++) {
      const { mask: moved, boxes, points } = together(sample, random(6, i));
      expect(new Set(moved.data).size).toBeLessThanOrEqual(2); // no value is mixed
      if (!moved.data.includes(7)) continue;
      const [top, left, bottom, right] = enclosing(moved);
      const slack = name.startsWith("randomElastic") ? 2.5 : 1.6; // pixels are whole, and boxes are not
      for (const { top: t, left: l, height, width, label } of boxes) {
        expect(label).toBe("block");
        expect(Math.abs(t - top)).toBeLessThan(slack);
        expect(Math.abs(l - left)).toBeLessThan(slack);
        expect(Math.abs(t + height - bottom)).toBeLessThan(slack);
        expect(Math.abs(l + width - right)).toBeLessThan(slack);
      }
      for (const { x, y, name: named } of points) {
        expect(named).toBe("middle");
        expect(moved.data[Math.floor(y) * moved.width + Math.floor(x)]).toBe(7);
      }
    }
  });
});

describe("augmentTogether", () => {
  const shift = (right: number): Augmentation =>
    compose(
      pixelOnly((same) => same),
      randomCrop({ height: HEIGHT, width: WIDTH - right }),
    );

  it("clips boxes, and drops those that are hardly visible", () => {
    const wide = { image, boxes: [{ top: 0, left: 50, height: 10, width: 14 }] };
    const seen = Array.from({ length: 40 }, (_, i) => {
      const { boxes } = augmentTogether(shift(20), { minVisibility: 0.5 })(wide, random(3, i));
      return boxes.map(({ left, width }) => [left + width <= WIDTH - 20, width] as const);
    });
    expect(seen.some((boxes) => boxes.length === 0)).toBe(true);
    expect(seen.some((boxes) => boxes.length === 1 && boxes[0][1] < 14)).toBe(true);
    for (const [[inside, width]] of seen.filter((boxes) => boxes.length === 1)) {
      expect(inside).toBe(true);
      expect(width).toBeGreaterThanOrEqual(7);
    }
  });

  it("drops points outside, or keeps them", () => {
    const pointed = { image, points: [{ x: 63.5, y: 1 }] };
    const count = (keepPointsOutside: boolean): number =>
      Array.from(
        { length: 30 },
        (_, i) => augmentTogether(shift(20), { keepPointsOutside })(pointed, random(4, i)).points.length,
      ).reduce((sum, one) => sum + one, 0);
    expect(count(true)).toBe(30);
    expect(count(false)).toBeLessThan(10);
  });

  it("fills a mask with its own value, and an image without a mask has none", () => {
    const away = randomAffine({ rotateDegrees: 90, method: "nearest", outside: 128 });
    const { mask: moved } = augmentTogether(away, { maskOutside: 255 })(sample, random(8));
    expect(new Set(moved.data)).toEqual(new Set([0, 7, 255]));
    expect(Object.keys(augmentTogether(away)({ image }, random(8)))).toEqual(["image"]);
  });

  it("leaves the sample as it was, even if the image is changed in place", () => {
    const copy = { ...image, data: image.data.slice() };
    const before = mask.data.slice();
    const inPlace = augmentTogether(randomFlipLeftRight({ probability: 1, inPlace: true }));
    expect(inPlace({ image: copy, mask }, random(1)).image.data).toBe(copy.data);
    expect(mask.data).toEqual(before);
  });

  it.each<readonly [string, Augmentation]>([
    ["a function of one's own", (same) => same],
    ["augMix", augMix()],
    ["compose with such a one", compose(randomRot90(), (same) => same)],
  ])("refuses %s", (_, augment) => {
    expect(() => augmentTogether(augment)).toThrow("mark a function of your own with pixelOnly(...)");
  });

  it("refuses a mask of another size, boxes without area, and points that are not numbers", () => {
    const together = augmentTogether(randomRot90());
    const half = { ...mask, data: mask.data.subarray(0, (HEIGHT * WIDTH) / 2), height: HEIGHT / 2 };
    expect(() => together({ image, mask: half }, random(1))).toThrow(
      "augmentTogether: mask must have the height and width of the image, 48x64x3, got 24x64x1",
    );
    expect(() => together({ image, boxes: [{ ...box, width: 0 }] }, random(1))).toThrow(
      "augmentTogether: box.width must be above 0, got 0",
    );
    expect(() => together({ image, points: [{ x: NaN, y: 0 }] }, random(1))).toThrow(
      "point.x must be a finite",
    );
  });
});
