import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { augMix } from "./augMix.ts";
import { autoAugment } from "./autoAugment.ts";
import { randAugment } from "./randAugment.ts";
import { trivialAugment } from "./trivialAugment.ts";

const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: 20 * 24 * 3 }, (_, i) => 20 + ((i * 31 + (i >> 3)) % 200)),
  height: 20,
  width: 24,
  channels: 3,
};
const results = (augment: ReturnType<typeof randAugment>, count: number): ReadonlySet<string> =>
  new Set(Array.from({ length: count }, (_, i) => augment(image, random(1, i)).data.join()));
const original = image.data.join();

describe("randAugment", () => {
  it("of one operation makes one picture per operation and sign", () => {
    // 14 operations, of which 9 have a sign, and the sign of none changes its neighbour
    expect(results(randAugment({ operations: 1, magnitude: 20 }), 400).size).toBe(14 + 9);
  });

  it("of no operation changes nothing, and of magnitude 0 little", () => {
    expect(results(randAugment({ operations: 0 }), 5)).toEqual(new Set([original]));
    // identity and all with a magnitude of 0, solarize from 255, autocontrast, equalize; posterize keeps 8 bits
    expect(results(randAugment({ operations: 1, magnitude: 0 }), 200).size).toBeLessThanOrEqual(4);
  });

  it("fills what is outside as asked", () => {
    const white = { ...image, data: new Uint8Array(image.data.length).fill(255) };
    const augment = randAugment({ operations: 1, magnitude: 30, outside: 77 });
    const filled = Array.from({ length: 60 }, (_, i) => augment(white, random(2, i))).filter(({ data }) =>
      data.includes(77),
    );
    expect(filled.length).toBeGreaterThan(10); // 5 of 14 operations move pixels
    for (const { data } of filled) expect(new Set(data)).toEqual(new Set([77, 255]));
  });

  it("refuses a magnitude that does not exist", () => {
    expect(() => randAugment({ magnitude: 31 })).toThrow(
      "randAugment: magnitude must be an integer from 0 to 30, got 31",
    );
  });
});

describe("every policy", () => {
  it.each(Object.entries({ randAugment, trivialAugment, autoAugment, augMix }))(
    "%s refuses images that one of its operations refuses, also if it draws others",
    (name, policy) => {
      const five = { data: new Uint8Array(20), height: 2, width: 2, channels: 5 };
      const bright = { data: new Float32Array(4).fill(200), height: 2, width: 2, channels: 1 };
      for (let i = 0; i < 20; i++) {
        expect(() => policy()(five, random(4, i))).toThrow(
          `${name}: image must have 1 to 4 channels, got 2x2x5`,
        );
        expect(() => policy()(bright, random(4, i))).toThrow("divide levels of 0..255 by 255");
      }
    },
  );
});

describe("trivialAugment", () => {
  it("makes many pictures, one of which is the image", () => {
    const seen = results(trivialAugment(), 300);
    expect(seen.size).toBeGreaterThan(100);
    expect(seen.has(original)).toBe(true);
  });
});

describe("autoAugment", () => {
  it("makes many pictures", () => {
    const seen = results(autoAugment(), 300);
    expect(seen.size).toBeGreaterThan(30);
  });
});

describe("augMix", () => {
  it("changes more with more severity", () => {
    const distance = (severity: number): number => {
      let sum = 0;
      for (let i = 0; i < 40; i++)
        augMix({ severity })(image, random(3, i)).data.forEach(
          (value, at) => (sum += Math.abs(value - image.data[at])),
        );
      return sum;
    };
    expect(distance(10)).toBeGreaterThan(distance(1));
  });

  it("refuses an alpha of 0", () => {
    expect(() => augMix({ alpha: 0 })).toThrow("augMix: alpha must be above 0, got 0");
  });
});
