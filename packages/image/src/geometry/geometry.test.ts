import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centralCrop } from "./centralCrop.ts";
import { crop } from "./crop.ts";
import { cropOrPad } from "./cropOrPad.ts";
import { flipLeftRight, flipUpDown } from "./flip.ts";
import type { Image } from "../image/image.ts";
import { pad } from "./pad.ts";
import { resizeWithPad } from "../resample/resizeWithPad.ts";
import { rot90 } from "./rot90.ts";
import { transpose } from "./transpose.ts";

/** Images of up to 7x7 with 1 to 4 channels, of bytes or of floats. */
const images: fc.Arbitrary<Image> = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 1, max: 4 }),
    fc.boolean(),
  )
  .map(([height, width, channels, bytes]) => {
    const values = Array.from({ length: height * width * channels }, (_, i) => (7 * i) % 251);
    return { data: bytes ? Uint8Array.from(values) : Float32Array.from(values), height, width, channels };
  });

const rows = (image: Image): readonly number[] => Array.from(image.data);
const tile: Image<Uint8Array> = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 2, width: 3, channels: 1 };

describe("flips, turns and transposes", () => {
  it.each([
    ["flipLeftRight twice", (image: Image) => flipLeftRight(flipLeftRight(image))],
    ["flipUpDown twice", (image: Image) => flipUpDown(flipUpDown(image))],
    ["transpose twice", (image: Image) => transpose(transpose(image))],
    ["rot90 four times", (image: Image) => rot90(rot90(rot90(rot90(image))))],
    ["rot90 there and back", (image: Image) => rot90(rot90(image, 3), -3)],
    [
      "pad, then crop",
      (image: Image) => crop(pad(image, { top: 2, left: 1, right: 3 }), { ...size(image), top: 2, left: 1 }),
    ],
    [
      "cropOrPad to a larger size and back",
      (image: Image) => cropOrPad(cropOrPad(image, { height: 12, width: 9 }), size(image)),
    ],
  ])("%s returns the image, of the same kind", (_name, there) => {
    fc.assert(
      fc.property(images, (image) => {
        expect(there(image)).toEqual(image);
      }),
    );
  });

  it.each([
    [0, [1, 2, 3, 4, 5, 6]],
    [1, [3, 6, 2, 5, 1, 4]],
    [2, [6, 5, 4, 3, 2, 1]],
    [3, [4, 1, 5, 2, 6, 3]],
    [-1, [4, 1, 5, 2, 6, 3]],
    [5, [3, 6, 2, 5, 1, 4]],
  ])("rot90 by %s quarters, counterclockwise", (quarters, expected) => {
    expect(rows(rot90(tile, quarters))).toEqual(expected);
  });

  it("flipLeftRight of RGB bytes is the same for any width and wherever the bytes lie", () => {
    const widths = fc.integer({ min: 1, max: 17 });
    fc.assert(
      fc.property(widths, fc.integer({ min: 1, max: 3 }), fc.nat(3), (width, height, offset) => {
        const bytes = new Uint8Array(offset + height * width * 3)
          .map((_, i) => (i * 89) % 256)
          .subarray(offset);
        const expected = Array.from(bytes, (_, i) => {
          const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
          return bytes[(y * width + (width - 1 - x)) * 3 + c];
        });
        expect(rows(flipLeftRight({ data: bytes, height, width, channels: 3 }))).toEqual(expected);
      }),
    );
  });

  it("move whole pixels, not channels", () => {
    const pair = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 };
    expect(rows(flipLeftRight(pair))).toEqual([4, 5, 6, 1, 2, 3]);
    expect(rows(transpose(pair))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("leave the image as it was", () => {
    flipUpDown(flipLeftRight(rot90(tile)));
    expect(rows(tile)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

const size = ({ height, width }: Image): { height: number; width: number } => ({ height, width });

describe("crop and pad", () => {
  it("crop keeps a rectangle", () => {
    expect(rows(crop(tile, { top: 1, left: 1, height: 1, width: 2 }))).toEqual([5, 6]);
  });

  it("crop returns a copy, not a view", () => {
    const copy = crop(tile, { height: 2, width: 3 });
    copy.data[0] = 99;
    expect(tile.data[0]).toBe(1);
  });

  it.each([
    [{ top: 2, height: 1, width: 1 }, "crop: top must be an integer from 0 to 1, got 2"],
    [{ height: 3, width: 1 }, "crop: height must be an integer from 1 to 2, got 3"],
    [{ left: 1, height: 1, width: 3 }, "crop: width must be an integer from 1 to 2, got 3"],
    [{ height: 0.5, width: 1 }, "crop: height must be an integer from 1 to 2, got 0.5"],
  ])("crop refuses %o", (options, sentence) => {
    expect(() => crop(tile, options)).toThrow(new RangeError(sentence));
  });

  it("pad adds a margin of a value", () => {
    const padded = pad(
      { ...tile, height: 1, width: 3, data: Uint8Array.of(1, 2, 3) },
      { top: 1, right: 1, value: 9 },
    );
    expect(rows(padded)).toEqual([9, 9, 9, 9, 1, 2, 3, 9]);
  });

  it("pad refuses a value that is not a byte in an image of bytes", () => {
    expect(() => pad(tile, { top: 1, value: 0.5 })).toThrow(
      "pad: value must be an integer from 0 to 255, got 0.5",
    );
    expect(() => pad(tile, { top: -1 })).toThrow("pad: top must be an integer of at least 0, got -1");
  });

  it("centralCrop refuses what is not a part", () => {
    expect(() => centralCrop(tile, 0)).toThrow("centralCrop: fraction must be above 0 and at most 1, got 0");
    expect(() => centralCrop(tile, 1.5)).toThrow(
      "centralCrop: fraction must be above 0 and at most 1, got 1.5",
    );
    expect(centralCrop(tile, 1)).toEqual(tile);
  });

  it("resizeWithPad keeps at least a row of an image that is very wide", () => {
    const wide = { data: new Uint8Array(1000).fill(50), height: 1, width: 1000, channels: 1 };
    expect(rows(resizeWithPad(wide, { height: 3, width: 3 }))).toEqual([0, 0, 0, 50, 50, 50, 0, 0, 0]);
  });
});

describe("an invalid image", () => {
  it.each([
    [{ ...tile, height: 3 }, "flipUpDown: image.data must hold 9 numbers for 3x3x1, got 6"],
    [{ ...tile, width: 0 }, "flipUpDown: image.width must be an integer of at least 1, got 0"],
    [
      { ...tile, data: [1] as unknown as Uint8Array },
      "flipUpDown: image.data must be a Uint8Array or a Float32Array, got an array of 1",
    ],
  ])("is refused", (image, sentence) => {
    expect(() => flipUpDown(image)).toThrow(sentence);
  });
});
