import { crc32, deflateSync } from "node:zlib";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePngSync } from "./decodePngSync.ts";
import { encodePngSync } from "./encodePngSync.ts";
import { ImageError } from "../image/imageError.ts";
import { probePng } from "./probePng.ts";

const picture = new Uint8Array(readFileSync(new URL("../../fixtures/picture.png", import.meta.url)));

function chunk(name: string, body: Uint8Array): readonly number[] {
  const named = Uint8Array.from([...new TextEncoder().encode(name), ...body]);
  const word = (value: number): readonly number[] => [
    value >>> 24,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  ];
  return [...word(body.length), ...named, ...word(crc32(named))];
}

/** A PNG of a depth and a colour type, from its rows' bytes, each after a filter byte of 0. */
function png(
  width: number,
  height: number,
  depth: number,
  colorType: number,
  rows: readonly number[],
  more: readonly number[] = [],
): Uint8Array {
  const header = Uint8Array.of(0, 0, 0, width, 0, 0, 0, height, depth, colorType, 0, 0, 0);
  const body = [
    ...chunk("IHDR", header),
    ...more,
    ...chunk("IDAT", deflateSync(Uint8Array.from(rows))),
    ...chunk("IEND", new Uint8Array(0)),
  ];
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...body]);
}

describe("PNG", () => {
  it("decodes to what was encoded", () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.nat(255)),
        (height, width, channels, dice) => {
          const data = Uint8Array.from(
            { length: height * width * channels },
            () => dice.next().value as number,
          ); // never ends
          const image = { data, height, width, channels };
          const bytes = encodePngSync(image);
          expect(decodePngSync(bytes)).toEqual(image);
          expect(probePng(bytes)).toEqual({ height, width });
        },
      ),
    );
  });

  it("spreads fewer than 8 bits over 0..255, and keeps the upper 8 of 16", () => {
    expect(Array.from(decodePngSync(png(3, 2, 1, 0, [0, 0b10100000, 0, 0b01000000])).data)).toEqual([
      255, 0, 255, 0, 255, 0,
    ]);
    expect(Array.from(decodePngSync(png(3, 1, 2, 0, [0, 0b00011011])).data)).toEqual([0, 85, 170]);
    expect(Array.from(decodePngSync(png(2, 1, 4, 0, [0, 0x0f])).data)).toEqual([0, 255]);
    expect(Array.from(decodePngSync(png(2, 1, 16, 0, [0, 0x12, 0xff, 0xfe, 0x01])).data)).toEqual([
      0x12, 0xfe,
    ]);
  });

  it("looks colours up in the palette", () => {
    const palette = chunk("PLTE", Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(decodePngSync(png(2, 1, 1, 3, [0, 0b01000000], palette))).toEqual({
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
      height: 1,
      width: 2,
      channels: 3,
    });
  });

  it.each([
    ["a JPEG", Uint8Array.of(0xff, 0xd8, 0xff), "no PNG signature, at byte 0"],
    ["a signature alone", picture.subarray(0, 8), "the data ends in the header, at byte 8"],
    [
      "no rows",
      Uint8Array.from(picture, (byte, i) => (i >= 20 && i < 24 ? 0 : byte)),
      "the image is empty: 0 rows of 64, at byte 16",
    ],
    ["a cut file", picture.subarray(0, 2000), "the IDAT chunk of 4514 bytes runs past the end of the data"],
    [
      "a flipped bit",
      Uint8Array.from(picture, (byte, i) => (i === 2000 ? byte ^ 1 : byte)),
      "the checksum of the IDAT chunk is wrong",
    ],
    ["a size that the data does not fill", png(9, 9, 8, 0, [0, 1, 2]), "the image data is broken"],
  ])("%s is an ImageError", (_what, bytes, sentence) => {
    expect(() => decodePngSync(bytes, { file: "a.png" })).toThrow(ImageError);
    expect(() => decodePngSync(bytes, { file: "a.png" })).toThrow(`a.png: png: ${sentence}`);
  });

  it("has a limit on the size, from the header", () => {
    const bomb = png(255, 255, 8, 0, []);
    bomb.fill(0xff, 16, 24);
    expect(() => decodePngSync(bomb)).toThrow(
      "png: 4294967295 rows of 4294967295 exceed the limit of 100000000 pixels",
    );
  });

  it("refuses to encode what no PNG can be", () => {
    const five = { data: new Uint8Array(5), height: 1, width: 1, channels: 5 };
    expect(() => encodePngSync(five)).toThrow(
      "encodePngSync: image.channels must be an integer from 1 to 4, got 5",
    );
  });
});
