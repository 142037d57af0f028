import { crc32, deflateSync } from "node:zlib";
import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { decodePngSync } from "./decodePngSync.ts";
import { ImageError } from "../image/imageError.ts";
import { decodePng as decodeInNode } from "../node/decodePng.ts";

const word = (value: number): readonly number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

/** A chunk; `damage` is added to its checksum. */
function chunk(type: string, body: Iterable<number>, damage = 0): readonly number[] {
  const named = Uint8Array.from([...new TextEncoder().encode(type), ...body]);
  return [...word(named.length - 4), ...named, ...word((crc32(named) + damage) >>> 0)];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
const IEND = chunk("IEND", []);

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced?: boolean;
  /** The file's own numbers, of every pixel. */
  readonly samples: readonly number[];
}

const SAMPLES: Readonly<Record<number, number>> = {
  0: 1,
  2: 3,
  3: 1,
  4: 2,
  6: 4,
};
const header = ({ width, height, depth, colorType, interlaced = false }: Picture): readonly number[] =>
  chunk("IHDR", [...word(width), ...word(height), depth, colorType, 0, 0, interlaced ? 1 : 0]);

/** The definition of Adam7: the pass of each pixel of a square of 8 (W3C PNG, 8.1). */
const PASS_OF = [
  "16462646",
  "77777777",
  "56565656",
  "77777777",
  "36463646",
  "77777777",
  "56565656",
  "77777777",
];

/** The filtered rows of a picture; row `i` has filter `i % 5`. */
function rowsOf(picture: Picture): readonly number[] {
  const { width, height, depth, colorType, interlaced = false, samples } = picture;
  const n = SAMPLES[colorType];
  const step = Math.max(1, (n * depth) / 8);
  const bytes: number[] = [];
  for (let pass = 1; pass <= (interlaced ? 7 : 1); pass++) {
    let above: readonly number[] = [];
    for (let y = 0, row = 0; y < height; y++) {
      const columns = Array.from({ length: width }, (_, x) => x).filter(
        (x) => !interlaced || PASS_OF[y % 8][x % 8] === String(pass),
      );
      if (columns.length === 0) continue;
      const values = columns.flatMap((x) => samples.slice((y * width + x) * n, (y * width + x + 1) * n));
      const bits = values.map((value) => value.toString(2).padStart(depth, "0")).join("");
      const packed = (bits.match(/.{1,8}/g) ?? []).map((part) => parseInt(part.padEnd(8, "0"), 2));
      const filter = row++ % 5;
      bytes.push(filter);
      packed.forEach((value, i) => {
        const [a, b, c] = [packed[i - step] ?? 0, above[i] ?? 0, i < step ? 0 : (above[i - step] ?? 0)];
        const nearest = [a, b, c].sort((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q))[0];
        bytes.push((value - [0, a, b, (a + b) >> 1, nearest][filter]) & 255);
      });
      above = packed;
    }
  }
  return bytes;
}

/** A PNG in IDAT chunks of `piece` bytes, with more chunks before them. */
function png(picture: Picture, more: readonly number[] = [], piece = 7): Uint8Array {
  const stream = deflateSync(Uint8Array.from(rowsOf(picture)));
  const pieces = Array.from({ length: Math.ceil(stream.length / piece) }, (_, i) =>
    chunk("IDAT", stream.subarray(i * piece, (i + 1) * piece)),
  );
  return Uint8Array.from([...SIGNATURE, ...header(picture), ...more, ...pieces.flat(), ...IEND]);
}

const palette = Array.from({ length: 5 * 3 }, (_, i) => (i * 17 + 3) % 256);

/** By the definition, pixel by pixel: red, green, blue and alpha in 0..65535. */
function meaning(
  { depth, colorType, samples }: Picture,
  alphas: readonly number[],
  key: readonly number[],
): number[][] {
  const n = SAMPLES[colorType];
  const most = 2 ** depth - 1;
  return Array.from({ length: samples.length / n }, (_, pixel) => {
    const own = samples.slice(pixel * n, (pixel + 1) * n);
    if (colorType === 3) {
      const rgb = [0, 1, 2].map((c) => palette[own[0] * 3 + c] ?? 0);
      return [...rgb, alphas[own[0]] ?? 255].map((level) => level * 257);
    }
    const wide = own.map((value) => (value * 65535) / most);
    const opaque = key.length > 0 && own.every((value, c) => value === key[c]) ? 0 : 65535;
    return n < 3
      ? [wide[0], wide[0], wide[0], wide[1] ?? opaque]
      : [wide[0], wide[1], wide[2], wide[3] ?? opaque];
  });
}

const kinds = [
  ...[1, 2, 4, 8, 16].map((depth) => [0, depth] as const),
  ...[1, 2, 4, 8].map((depth) => [3, depth] as const),
  ...[2, 4, 6].flatMap((colorType) => [8, 16].map((depth) => [colorType, depth] as const)),
];
const cases = kinds.flatMap(([colorType, depth]) =>
  [false, true].map((interlaced) => [colorType, depth, interlaced] as const),
);

describe.each([
  ["portable", decodePngSync],
  ["Node's", decodeInNode],
])("the %s decoder", (_name, decode) => {
  it.each(cases)("reads colour type %i of %i bits, interlaced %s", async (colorType, depth, interlaced) => {
    const dice = random(colorType, depth);
    for (const [height, width] of [
      [1, 1],
      [9, 3],
      [11, 17],
    ]) {
      const n = SAMPLES[colorType];
      const below = colorType === 3 ? Math.min(2 ** depth, 5) : 2 ** depth;
      const samples = Array.from({ length: height * width * n }, () => dice.integer(below));
      const picture = {
        height,
        width,
        depth,
        colorType,
        interlaced,
        samples,
      };
      const isOpaque = n % 2 === 1;
      for (const isKeyed of isOpaque ? [false, true] : [false]) {
        const key = isKeyed && colorType !== 3 ? samples.slice(0, n) : [];
        const alphas = isKeyed && colorType === 3 ? [0, 99] : [];
        const more = [
          ...(colorType === 3 ? chunk("PLTE", palette.slice(0, 3 * 2 ** depth)) : []),
          ...(key.length > 0
            ? chunk(
                "tRNS",
                key.flatMap((value) => [value >> 8, value & 255]),
              )
            : []),
          ...(alphas.length > 0 ? chunk("tRNS", alphas) : []),
        ];
        const bytes = png(picture, more);
        const pixels = meaning(picture, alphas, key);
        const own = colorType === 3 ? (isKeyed ? 4 : 3) : n;
        const keep = (channels: number) => (pixel: number[]) =>
          channels === 2 ? [pixel[0], pixel[3]] : pixel.slice(0, channels);
        for (const [channels, out] of [
          [undefined, own],
          [0, own],
          [3, 3],
          [4, 4],
        ] as const) {
          const wide = pixels.flatMap(keep(out));
          const image = await decode(bytes, { channels });
          expect([image.height, image.width, image.channels]).toEqual([height, width, out]);
          expect(Array.from(image.data)).toEqual(wide.map((value) => Math.floor(value / 256)));
          const floats = await decode(bytes, { channels, dtype: "float32" });
          expect(Array.from(floats.data, (value) => Math.round(value * 65535))).toEqual(wide);
        }
        // libpng's integers for luma: gray stays what it is
        const gray = await decode(bytes, { channels: 1 });
        const luma = pixels.map(([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b);
        expect(gray.channels).toBe(1);
        luma.forEach((value, i) => expect(Math.abs(gray.data[i] - value / 257)).toBeLessThan(1.01));
        if (colorType === 0 || colorType === 4)
          expect(Array.from(gray.data)).toEqual(pixels.map(([r]) => Math.floor(r / 256)));
      }
    }
  });
});

const rgb: Picture = {
  width: 3,
  height: 2,
  depth: 8,
  colorType: 2,
  samples: Array.from({ length: 18 }, (_, i) => i * 13),
};
const indexed: Picture = {
  width: 4,
  height: 1,
  depth: 8,
  colorType: 3,
  samples: [0, 1, 2, 255],
};

describe("chunks that the pixels do not need", () => {
  it.each([
    ["a palette that is a suggestion", chunk("PLTE", [1, 2, 3, 4, 5, 6])],
    ["a suggested palette of a wrong length", chunk("PLTE", [1, 2, 3, 4])],
    ["a damaged colour profile", chunk("iCCP", [1, 2, 3], 1)],
    ["an empty colour profile", chunk("iCCP", [])],
    ["an invalid colour profile", chunk("iCCP", [65, 0, 0, 1, 2, 3])],
    ["a damaged text", chunk("zTXt", [65, 0, 0, 9, 9], 5)],
    ["an unknown chunk", chunk("abCd", [1])],
    ["a damaged unknown chunk", chunk("abCd", [1], 9)],
    ["a transparent colour of a wrong length", chunk("tRNS", [1, 2, 3])],
  ])("%s leaves the picture as it is", (_what, more) => {
    expect(Array.from(decodePngSync(png(rgb, more)).data)).toEqual(rgb.samples);
  });

  it("chunks and bytes after the pixels do not matter", () => {
    const bytes = png(rgb);
    const [before, end] = [bytes.subarray(0, bytes.length - IEND.length), IEND];
    for (const after of [chunk("tEXt", [1], 1), chunk("tRNS", [0, 0, 0, 0, 0, 0])])
      expect(Array.from(decodePngSync(Uint8Array.from([...before, ...after, ...end, 9, 9])).data)).toEqual(
        rgb.samples,
      );
  });
});

describe("a palette", () => {
  it("is black beyond its last colour, as libpng reads it", () => {
    expect(Array.from(decodePngSync(png(indexed, chunk("PLTE", [1, 2, 3, 4, 5, 6]))).data)).toEqual([
      1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0,
    ]);
    const keyed = png(indexed, [...chunk("PLTE", [1, 2, 3, 4, 5, 6]), ...chunk("tRNS", [7])]);
    expect(Array.from(decodePngSync(keyed).data)).toEqual([
      1, 2, 3, 7, 4, 5, 6, 255, 0, 0, 0, 255, 0, 0, 0, 255,
    ]);
  });
});

const body = (picture: Picture): readonly number[] =>
  chunk("IDAT", deflateSync(Uint8Array.from(rowsOf(picture))));
const file = (...chunks: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...SIGNATURE, ...chunks.flat()]);
const start = 8 + header(rgb).length;

describe("a file that is not a PNG", () => {
  it.each([
    ["no pixels", file(header(rgb), IEND), "no IDAT chunk: the file has no pixels", start + 12],
    [
      "a damaged header",
      file(chunk("IHDR", header(rgb).slice(8, 21), 1), body(rgb), IEND),
      "the checksum of the IHDR chunk is wrong",
      8,
    ],
    [
      "a damaged palette",
      png(indexed, chunk("PLTE", [1, 2, 3], 1)),
      "the checksum of the PLTE chunk is wrong",
      start,
    ],
    ["no palette", png(indexed), "color type 3 needs a PLTE chunk", start],
    [
      "a palette of four bytes",
      png(indexed, chunk("PLTE", [1, 2, 3, 4])),
      "a palette must have 3 bytes for each of 1 to 256 colors, got 4",
      start + 8,
    ],
    ["an unknown critical chunk", png(rgb, chunk("ABCD", [1])), "an unknown critical chunk ABCD", start],
    ["a second header", png(rgb, header(rgb)), "a second IHDR chunk", start],
    [
      "a chunk before the header",
      file(chunk("tEXt", [1]), header(rgb), body(rgb), IEND),
      "the first chunk must be IHDR, got tEXt",
      8,
    ],
    ["a type of digits", png(rgb, chunk("12Cd", [])), "a chunk's type is not four letters", start + 4],
    [
      "a chunk that is truncated",
      png(rgb).subarray(0, start + 9),
      "the IDAT chunk of 7 bytes runs past the end",
      start,
    ],
    ["no end", png(rgb).subarray(0, -12), "the data ends before the IEND chunk", png(rgb).length - 12],
    [
      "pixels in two places",
      file(header(rgb), body(rgb), chunk("tEXt", []), body(rgb), IEND),
      "the IDAT chunks are not consecutive",
      undefined,
    ],
    ["three bits", png({ ...rgb, depth: 3 }), "color type 2 must have 8, 16 bits, got 3", 24],
    [
      "an unknown color type",
      file(chunk("IHDR", [...header(rgb).slice(8, 17), 5, 0, 0, 0]), IEND),
      "the color type must be 0, 2, 3, 4 or 6, got 5",
      25,
    ],
    [
      "too few rows",
      file(header({ ...rgb, height: 9 }), body(rgb), IEND),
      "ends after 20 of 90 bytes of pixels",
      undefined,
    ],
    [
      "an unknown filter",
      file(header(rgb), chunk("IDAT", deflateSync(Uint8Array.from({ length: 20 }, () => 5))), IEND),
      "row 0 has filter 5; known are 0 to 4",
      start + 8,
    ],
    [
      "no zlib stream",
      file(header(rgb), chunk("IDAT", [1, 2, 3]), IEND),
      "the compressed data has no zlib header",
      start + 8,
    ],
    [
      "a wrong checksum of the pixels",
      file(
        header(rgb),
        chunk(
          "IDAT",
          deflateSync(Uint8Array.from(rowsOf(rgb))).map((byte, i, all) =>
            i === all.length - 1 ? byte ^ 1 : byte,
          ),
        ),
        IEND,
      ),
      "the compressed data has a wrong checksum",
      undefined,
    ],
  ])("%s: an ImageError with the place, by both decoders", async (_what, bytes, sentence, offset) => {
    for (const decode of [decodePngSync, decodeInNode]) {
      let caught: unknown;
      try {
        await decode(bytes);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(ImageError);
      expect((caught as ImageError).message).toContain(sentence);
      expect((caught as ImageError).offset).toBeTypeOf("number");
      if (offset !== undefined) expect((caught as ImageError).offset).toBe(offset);
    }
  });

  it("flipping any byte of a file returns a picture or throws an ImageError", () => {
    const bytes = png(rgb, chunk("tRNS", [0, 0, 0, 13, 0, 26]));
    for (let at = 0; at < bytes.length; at++)
      for (const bit of [1, 32, 128]) {
        const damaged = bytes.slice();
        damaged[at] ^= bit;
        try {
          decodePngSync(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }
  });
});

describe("a bomb", () => {
  const zeros = (length: number): Uint8Array => deflateSync(new Uint8Array(length));
  const one: Picture = {
    width: 1,
    height: 1,
    depth: 8,
    colorType: 0,
    samples: [7],
  };

  it("inflates no more than the image has, even if the stream is longer", async () => {
    const stream = Uint8Array.from(zeros(2 ** 24));
    const bytes = file(header(one), chunk("IDAT", stream), IEND);
    const before = process.memoryUsage().arrayBuffers;
    expect(Array.from(decodePngSync(bytes).data)).toEqual([0]);
    expect(Array.from((await decodeInNode(bytes)).data)).toEqual([0]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });

  it("in a chunk that the pixels do not need is not read", () => {
    const more = [
      ...chunk("iCCP", [65, 0, 0, ...zeros(2 ** 24)]),
      ...chunk("zTXt", [65, 0, 0, ...zeros(2 ** 24)]),
    ];
    const before = process.memoryUsage().arrayBuffers;
    expect(Array.from(decodePngSync(png(one, more)).data)).toEqual([7]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });

  it("of millions of rows of one pixel is refused, unless the limit is named", () => {
    const rows = 2 ** 21 + 1;
    const tall = {
      width: 1,
      height: rows,
      depth: 8,
      colorType: 0,
      samples: [],
    };
    const stream = deflateSync(new Uint8Array(2 * rows));
    const bytes = Uint8Array.from([...SIGNATURE, ...header(tall), ...chunk("IDAT", stream), ...IEND]);
    expect(() => decodePngSync(bytes)).toThrow(
      "png: 2097153 rows exceed the limit of 2097152; if you trust the file, set maxPixels: 2097153",
    );
    expect(decodePngSync(bytes, { maxPixels: rows }).height).toBe(rows);
  });

  it.each([1, 2, 4])("of one row longer than what is converted together, %i bits", (depth) => {
    const width = 2 ** 14 + 5;
    const packed = Uint8Array.from({ length: Math.ceil((width * depth) / 8) }, (_, i) => (i * 37) & 255);
    const stream = deflateSync(Uint8Array.of(0, ...packed));
    const picture = { width, height: 1, depth, colorType: 0, samples: [] };
    const bytes = Uint8Array.from([...SIGNATURE, ...header(picture), ...chunk("IDAT", stream), ...IEND]);
    const most = 2 ** depth - 1;
    const expected = Uint8Array.from({ length: width }, (_, x) => {
      const bit = x * depth;
      return (((packed[bit >> 3] >> (8 - depth - (bit & 7))) & most) * 255) / most;
    });
    expect(decodePngSync(bytes).data).toEqual(expected);
  });

  it("of a few bytes that claim many pixels is refused before memory is allocated, unless the limit is named", () => {
    const huge = file(header({ ...one, width: 9000, height: 10_000 }), body(one), IEND);
    expect(() => decodePngSync(huge)).toThrow(
      `png: 10000 rows of 9000 take 180 MB, and the limit for a file of ${String(huge.length)} bytes is 136 MB; if you trust it, set maxPixels: 90000000`,
    );
    expect(() => decodePngSync(huge, { maxPixels: 1e6 })).toThrow("exceed the limit of 1000000 pixels");
    expect(() => decodePngSync(huge, { maxPixels: 90e6 })).toThrow(
      "ends after 2 of 90010000 bytes of pixels",
    );
  });
});

describe("what is not bytes or an option", () => {
  const bytes = png(rgb);
  it.each([
    ["/tmp/a.png", 'got "/tmp/a.png"; read the file first: await readFile(path)'],
    [bytes.buffer, "got an object (ArrayBuffer); write new Uint8Array(buffer)"],
    [Promise.resolve(bytes), "got an object (Promise); await it first"],
    [Array.from(bytes), "; write Uint8Array.from(array)"],
    [
      new Blob([Uint8Array.from(bytes)]),
      "got an object (Blob); write new Uint8Array(await blob.arrayBuffer())",
    ],
    [undefined, "decodePngSync: bytes must be a Uint8Array, got undefined"],
  ])("is refused with what to write instead: %o", (input, sentence) => {
    expect(() => decodePngSync(input as unknown as Uint8Array)).toThrow(sentence);
  });

  it("clamped bytes and another realm's are bytes", () => {
    expect(Array.from(decodePngSync(new Uint8ClampedArray(bytes)).data)).toEqual(rgb.samples);
  });

  it("unknown options and values are refused by name", () => {
    expect(() => decodePngSync(bytes, { chanels: 3 } as object)).toThrow(
      "decodePngSync: unknown option chanels",
    );
    expect(() => decodePngSync(bytes, { channels: 2 as 3 })).toThrow(
      "decodePngSync: channels must be one of 0, 1, 3, 4, got 2",
    );
    expect(() => decodePngSync(bytes, { dtype: "uint16" as "uint8" })).toThrow(
      'decodePngSync: dtype must be one of "uint8", "float32"',
    );
  });
});
