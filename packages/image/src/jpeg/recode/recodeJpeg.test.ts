import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { decodeJpegSync } from "../decode/decodeJpegSync.ts";
import { encodeJpegSync } from "../encode/encodeJpegSync.ts";
import { recodeBytes } from "./recodeBytes.ts";
import { recodeJpeg } from "./recodeJpeg.ts";

const SIZES = [
  [1, 5],
  [1, 6],
  [7, 17],
  [16, 16],
  [17, 33],
  [35, 48],
] as const;

describe.each(SIZES)("recodes %ix%i pixels as the coders do", (height, width) => {
  it.each([1, 10, 50, 95, 100])("at quality %i", (quality) => {
    for (const channels of [1, 3] as const)
      for (const subsampling of ["420", "444"] as const) {
        const dice = random(quality);
        // Black and white pixels have the largest coefficients.
        for (const levels of [2, 256]) {
          const data = Uint8Array.from(
            { length: height * width * channels },
            () => Math.floor(dice.uniform() * levels) * (255 / (levels - 1)),
          );
          const image = { data, height, width, channels };
          const file = encodeJpegSync(image, { quality, subsampling });
          expect(recodeBytes(image, quality, subsampling, new Uint8Array(data.length))).toBe(true);
          expect(recodeJpeg(image, quality, subsampling)).toEqual(decodeJpegSync(file, { channels }));
        }
      }
  });
});

it("leaves to the coders what is too narrow", () => {
  const image = { data: Uint8Array.of(1, 2, 3, 4), height: 1, width: 4, channels: 1 };
  expect(recodeBytes(image, 50, "420", new Uint8Array(4))).toBe(false);
  expect(recodeJpeg(image, 50, "420").width).toBe(4);
});
