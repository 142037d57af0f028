import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boxBlur } from "./blur/boxBlur.ts";
import { medianBlur } from "./blur/medianBlur.ts";
import { motionBlur } from "./blur/motionBlur.ts";
import { gridMap } from "./distort/gridMap.ts";
import { opticalMap } from "./distort/opticalMap.ts";
import type { Image } from "./image/image.ts";
import { mixImages } from "./policy/augMix.ts";
import { IMAGENET_POLICY } from "./policy/imagenetPolicy.ts";
import { operationChange, OPERATIONS, type OperationName } from "./policy/operation.ts";
import { AUG_MIX, AUTO_AUGMENT, type Choice, RAND_AUGMENT, TRIVIAL_AUGMENT } from "./policy/space.ts";
import { autocontrast } from "./tone/autocontrast.ts";
import { clahe } from "./tone/clahe.ts";
import { enhance } from "./tone/enhance.ts";
import { equalize } from "./tone/equalize.ts";
import { invert } from "./tone/invert.ts";
import { posterize } from "./tone/posterize.ts";
import { solarize } from "./tone/solarize.ts";

/** What `.config/goldens/augment.py` writes. */
interface Goldens {
  readonly cases: Readonly<Record<string, { readonly shape: readonly number[]; readonly at: number }>>;
  readonly maps: Readonly<
    Record<string, { readonly x: readonly number[]; readonly y: readonly number[] }>
  > & {
    readonly "gaussian 3": readonly number[];
  };
  readonly operations: readonly (readonly [name: string, magnitude: number])[];
  readonly spaces: Readonly<Record<string, Readonly<Record<string, readonly [readonly number[], boolean]>>>>;
  readonly policy: readonly (readonly [string, number, number | null])[][];
}

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
const goldens = JSON.parse(new TextDecoder().decode(fixture("augment.json"))) as Goldens; // as the script writes it
const bytes = fixture("augment.bin");

function golden(name: string): Image<Uint8Array> {
  const { shape, at } = goldens.cases[name];
  const [height, width, channels] = shape;
  return { data: bytes.slice(at, at + height * width * channels), height, width, channels };
}

/** The largest difference of two images, and the share of values that differ. */
function differences(one: Image, other: Image): readonly [largest: number, share: number] {
  expect([one.height, one.width, one.channels]).toEqual([other.height, other.width, other.channels]);
  const gaps = Array.from(one.data, (value, i) => Math.abs(value - other.data[i]));
  return [Math.max(...gaps), gaps.filter((difference) => difference > 0).length / gaps.length];
}

const [small, dull, gray] = ["small", "dull", "gray"].map(golden);

const exact: Readonly<Record<string, () => Image>> = {
  ...Object.fromEntries([1, 3, 6].map((bits) => [`posterize ${String(bits)}`, () => posterize(small, bits)])),
  ...Object.fromEntries(
    [0, 100, 255].map((level) => [`solarize ${String(level)}`, () => solarize(small, level / 255)]),
  ),
  "equalize small": () => equalize(small),
  "equalize dull": () => equalize(dull),
  "autocontrast small": () => autocontrast(small),
  "autocontrast dull": () => autocontrast(dull),
  "autocontrast 0.05": () => autocontrast(dull, { cutoff: 0.05 }),
  invert: () => invert(small),
  ...Object.fromEntries(
    ["color", "contrast", "brightness", "sharpness"].flatMap((name) =>
      [0, 0.3, 1.9].map((factor) => [`${name} ${String(factor)}`, () => enhance(small, { [name]: factor })]),
    ),
  ),
  "median 3": () => medianBlur(small, 3),
  "median 5": () => medianBlur(small, 5),
  "median 9": () => medianBlur(small, 9),
  mix: () => {
    const warp = { method: "nearest", outside: 0 } as const;
    const turned = operationChange("rotate", 17.5, small, warp).image(small);
    return mixImages([small, equalize(turned), invert(small)], [0.37, 0.21, 0.42]);
  },
};

describe("Pillow, OpenCV and torchvision on the same picture", () => {
  it.each(Object.entries(exact))("%s is equal to the level", (name, ours) => {
    expect(differences(ours(), golden(name))).toEqual([0, 0]);
  });

  it.each([
    [4, 8],
    [2, 5],
    [40, 3],
  ])("clahe of gray with limit %i and %i tiles is within rounding", (clipLimit, tiles) => {
    const [largest, share] = differences(
      clahe(gray, { clipLimit, tiles }),
      golden(`clahe ${String(clipLimit)} ${String(tiles)}`),
    );
    expect(largest).toBeLessThanOrEqual(1);
    expect(share).toBeLessThan(0.001);
  });

  it("clahe of colour equalizes the lightness", () => {
    const [largest, share] = differences(clahe(small, { tiles: 4 }), golden("clahe rgb"));
    expect(largest).toBeLessThanOrEqual(1);
    expect(share).toBeLessThan(0.02);
  });

  it.each([
    [5, 0],
    [9, 30],
    [6.5, 100],
  ])("motionBlur of %s pixels at %i degrees is a correlation", (length, angleDegrees) => {
    const ours = motionBlur(small, { length, angleDegrees });
    expect(differences(ours, golden(`motion ${String(length)} ${String(angleDegrees)}`))[0]).toBe(0);
  });
});

describe("maps", () => {
  const largestGap = (one: ArrayLike<number>, other: readonly number[]): number =>
    Math.max(...other.map((value, i) => Math.abs(value - one[i])));

  it.each([-0.4, 0.7])("of a lens are OpenCV's: %s", (k) => {
    const { x, y } = goldens.maps[`optical ${String(k)}`];
    const map = opticalMap(5, 8, k);
    expect(Math.max(largestGap(map.x, x), largestGap(map.y, y))).toBeLessThan(1e-4);
  });

  it("of a grid are interpolated between its lines", () => {
    const map = gridMap(2, 8, [0.8, 1.3, 1], [1]);
    expect(largestGap(map.x, goldens.maps["grid"].x)).toBeLessThan(1e-4);
    expect(Array.from(map.y)).toEqual([0, 1].flatMap((row) => new Array<number>(8).fill(row)));
  });

  it("of rubber are blurred about as by a Gaussian", () => {
    const noise = Float32Array.from({ length: 480 }, (_, i) => Math.sin(i ** 2 * 0.37));
    const largest = Math.max(...goldens.maps["gaussian 3"].map(Math.abs));
    expect(largestGap(boxBlur(noise, 20, 24, 3), goldens.maps["gaussian 3"])).toBeLessThan(0.1 * largest);
  });
});

/** torchvision's name of an operation, in ours. */
const ourName = (name: string): OperationName => {
  const ours = name === "AutoContrast" ? "autocontrast" : name[0].toLowerCase() + name.slice(1);
  expect(Object.keys(OPERATIONS)).toContain(ours);
  return ours as OperationName; // by the line above
};

describe("torchvision's policies", () => {
  const warp = { method: "nearest", outside: 0 } as const;

  it.each(goldens.operations)("%s by %s is equal to the level", (name, magnitude) => {
    const ours = operationChange(ourName(name), magnitude, small, warp).image(small);
    const theirs = Object.keys(goldens.cases).find((key) => {
      const [operation, amount] = key.split(" ");
      return operation === name && Number(amount) === magnitude && !key.endsWith("bilinear");
    });
    expect(differences(ours, golden(theirs ?? "missing"))).toEqual([0, 0]);
  });

  it("a bilinear rotation differs at the border only", () => {
    const ours = operationChange("rotate", 17.5, small, { method: "bilinear", outside: 0 }).image(small);
    const theirs = golden("Rotate 17.5 bilinear");
    const far = Array.from(ours.data).filter((value, i) => Math.abs(value - theirs.data[i]) > 1).length;
    expect(far / ours.data.length).toBeLessThan(0.15);
  });

  it.each<readonly [string, readonly Choice[], number]>([
    ["RandAugment", RAND_AUGMENT, 31],
    ["TrivialAugmentWide", TRIVIAL_AUGMENT, 31],
    ["AutoAugment", AUTO_AUGMENT, 10],
    ["AugMix", AUG_MIX, 10],
  ])("%s has the same operations, magnitudes and signs", (policy, choices, bins) => {
    const theirs = goldens.spaces[policy];
    expect(choices.map(({ name }) => name)).toEqual(Object.keys(theirs).map(ourName));
    Object.values(theirs).forEach(([magnitudes, signed], i) => {
      expect(choices[i].signed ?? false).toBe(signed);
      expect(choices[i].magnitude === undefined).toBe(magnitudes.length === 0);
      magnitudes.forEach((magnitude, bin) =>
        expect(choices[i].magnitude?.(bin, bins, { height: 23, width: 31 })).toBeCloseTo(magnitude, 4),
      );
    });
  });

  it("AutoAugment has the same pairs for ImageNet", () => {
    expect(IMAGENET_POLICY).toEqual(
      goldens.policy.map((pair) =>
        pair.map(([name, probability, bin]) => [ourName(name), probability, bin ?? 0]),
      ),
    );
  });
});
