import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { decodeJpegSync } from "../decode/decodeJpegSync.ts";
import { encodeJpegSync } from "./encodeJpegSync.ts";
import { fromImageData } from "../../image/fromImageData.ts";
import type { Image } from "../../image/image.ts";
import { readSegments } from "../file/readSegments.ts";
import { decodeJpeg as decodeInNode } from "../../node/decodeJpeg.ts";
import { encodeJpeg as encodeInNode } from "../../node/encodeJpeg.ts";
import { jpegDecoder } from "../../node/jpegTurbo.ts";
import { probeJpeg } from "../file/probeJpeg.ts";

const { name } = await jpegDecoder();

/** A smooth picture, which survives JPEG well. */
function smooth(height: number, width: number, channels: number): Image<Uint8Array> {
  const data = Uint8Array.from({ length: height * width * channels }, (_, i) => {
    const [c, x, y] = [i % channels, Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    return 128 + 60 * Math.sin(x / 9 + c) + 50 * Math.cos(y / 7);
  });
  return { data, height, width, channels };
}

const meanDifference = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;

describe.each([
  ["portable", encodeJpegSync, "encodeJpegSync"],
  [`./node (${name})`, encodeInNode, "encodeJpeg"],
])("the encoder: %s", (_name, encode, called) => {
  it.each([
    [48, 64, 3],
    [29, 37, 3],
    [1, 1, 3],
    [17, 9, 1],
  ])("%sx%sx%s comes back nearly as it was", async (height, width, channels) => {
    const image = smooth(height, width, channels);
    const bytes = await encode(image, { quality: 95 });
    const back = decodeJpegSync(bytes, { channels: channels === 1 ? 1 : 3 });
    expect([back.height, back.width, back.channels]).toEqual([height, width, channels]);
    expect(meanDifference(back.data, image.data)).toBeLessThan(2.5);
  });

  it("makes smaller files of lower quality", async () => {
    const image = smooth(64, 64, 3);
    const sizes = await Promise.all(
      [10, 50, 95, 100].map(async (quality) => (await encode(image, { quality })).length),
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect((await encode(image)).length).toBe(sizes[2]);
  });

  it.each([
    [{ ...smooth(2, 2, 4) }, {}, `${called}: image.channels must be 1 or 3, or 4 with an alpha of 255`],
    [smooth(2, 2, 2), {}, `${called}: image.channels must be one of 1, 3, got 2`],
    [null as never, {}, `${called}: image must be an object { data, height, width, channels }, got null`],
    [Promise.resolve() as never, {}, "await it first"],
    [{ ...smooth(2, 2, 3), data: new Uint8Array(11) }, {}, `${called}: image.data must hold 12 numbers`],
    [smooth(2, 2, 3), { quality: 0 }, `${called}: quality must be an integer from 1 to 100, got 0`],
    [
      { ...smooth(1, 1, 1), data: Float32Array.of(1) as unknown as Uint8Array },
      {},
      `${called}: image.data must be a Uint8Array; convert floats with toUint8(image)`,
    ],
    [smooth(65_501, 1, 1), {}, `${called}: image.height must be an integer from 1 to 65500, got 65501`],
    [smooth(1, 65_535, 1), {}, `${called}: image.width must be an integer from 1 to 65500, got 65535`],
  ])("refuses what no JPEG can be", async (image, options, sentence) => {
    await expect((async () => encode(image, options))()).rejects.toThrow(sentence);
  });

  it("takes a canvas's pixels, and leaves their alpha out", async () => {
    const image = smooth(24, 40, 3);
    const data = new Uint8ClampedArray(24 * 40 * 4).map((_, i) =>
      i % 4 === 3 ? 255 : image.data[3 * (i >> 2) + (i % 4)],
    );
    const canvas = { data, height: 24, width: 40 };
    const expected = await encode(image);
    expect(await encode(canvas)).toEqual(expected);
    expect(await encode(fromImageData(canvas))).toEqual(expected);
    const clamped = { ...image, data: Uint8ClampedArray.from(image.data) };
    expect(await encode(clamped)).toEqual(expected);
    data[4 * 100 + 3] = 254;
    await expect((async () => encode(canvas))()).rejects.toThrow(
      "got an alpha of 254; remove it with dropAlpha(image)",
    );
  });

  it("encodes many at a time, while the pixels are transferred", async () => {
    const image = smooth(64, 64, 3);
    const expected = await encode(image);
    const pending = Array.from({ length: 50 }, async () => {
      const data = image.data.slice();
      const bytes = encode({ ...image, data });
      structuredClone(data.buffer, { transfer: [data.buffer] });
      return bytes;
    });
    for (const bytes of await Promise.all(pending)) expect(bytes).toEqual(expected);
  });

  it("encodes the longest side, and nothing longer", async () => {
    for (const [height, width] of [
      [65_500, 1],
      [1, 65_500],
    ] as const) {
      const { height: rows, width: columns } = probeJpeg(await encode(smooth(height, width, 1)));
      expect([rows, columns]).toEqual([height, width]);
    }
    await expect((async () => encode(smooth(65_501, 1, 3)))()).rejects.toThrow("from 1 to 65500, got 65501");
  });

  it("refuses unknown options", async () => {
    const options = { qualty: 90 } as never;
    await expect((async () => encode(smooth(2, 2, 3), options))()).rejects.toThrow(
      `${called}: unknown option qualty`,
    );
  });

  it("keeps gray gray, and colour as fine as requested", async () => {
    expect(probeJpeg(await encode(smooth(16, 16, 1))).channels).toBe(1);
    const image = smooth(33, 47, 3);
    const names = ["444", "422", "420"] as const;
    const files = await Promise.all(names.map(async (subsampling) => encode(image, { subsampling })));
    const sizes = files.map(({ length }) => length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const file of files)
      expect(meanDifference((await decodeInNode(file)).data, image.data)).toBeLessThan(2.5);
  });

  it("refuses a subsampling that is unknown", async () => {
    await expect((async () => encode(smooth(8, 8, 3), { subsampling: "411" as "420" }))()).rejects.toThrow(
      `${called}: subsampling must be one of "444", "422", "420", got "411"`,
    );
  });

  it("codes noise at every quality: all lengths of codes, runs of zeros, and bytes of FF", async () => {
    const dice = random(5);
    const data = Uint8Array.from({ length: 40 * 40 * 3 }, () => dice.integer(256));
    const noise = { data, height: 40, width: 40, channels: 3 };
    for (const quality of [1, 5, 25, 49, 50, 75, 90, 100]) {
      const back = decodeJpegSync(await encode(noise, { quality, subsampling: "444" }));
      // The decoder's fast transform is far off at steps of 1; the file itself is not.
      if (quality === 90) expect(meanDifference(back.data, data)).toBeLessThan(8);
    }
  });
});

describe("the portable encoder", () => {
  it("at quality 100 loses next to nothing", () => {
    const image = smooth(24, 40, 3);
    const back = decodeJpegSync(encodeJpegSync(image, { quality: 100, subsampling: "444" }));
    expect(meanDifference(back.data, image.data)).toBeLessThan(1.5);
  });

  if (name === "jpeg-turbo")
    it.each([30, 75, 95])(
      "makes nearly the native file at quality %s: the same tables, nearly the same size",
      async (quality) => {
        const image = smooth(64, 96, 3);
        const [portable, native] = [
          encodeJpegSync(image, { quality }),
          await encodeInNode(image, { quality }),
        ];
        const tables = (bytes: Uint8Array): readonly Uint8Array[] =>
          [...readSegments(bytes)]
            .filter(({ marker }) => [0xc0, 0xdb, 0xc4].includes(marker))
            .map(({ body }) => body);
        const takeBytes = (all: readonly Uint8Array[]): readonly number[] => all.flatMap((body) => [...body]);
        const numbers = (all: readonly number[]): readonly number[] => [...all].sort((a, b) => a - b);
        expect(numbers(takeBytes(tables(portable)))).toEqual(numbers(takeBytes(tables(native)))); // in any order
        expect(portable.length / native.length).toBeCloseTo(1, 1);
      },
    );
});
