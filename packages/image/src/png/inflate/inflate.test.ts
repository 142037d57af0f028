import { constants, deflateSync } from "node:zlib";
import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { InflateError } from "./deflateReader.ts";
import { createHuffmanTable, decodeLongCode } from "./huffman.ts";
import { inflate } from "./inflate.ts";

/** Bytes with runs, repeats and noise. */
function sample(length: number, seed: number): Uint8Array {
  const dice = random(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const run = 1 + dice.integer(300);
    const kind = dice.integer(3);
    const value = dice.integer(256);
    for (let i = 0; i < run && at < length; i++, at++)
      bytes[at] =
        kind === 0 ? value : kind === 1 ? dice.integer(1 + (seed % 200)) : bytes[Math.max(at - value - 1, 0)];
  }
  return bytes;
}

const strategies = [
  ["default", constants.Z_DEFAULT_STRATEGY],
  ["Huffman alone", constants.Z_HUFFMAN_ONLY],
  ["run lengths", constants.Z_RLE],
  ["fixed codes", constants.Z_FIXED],
] as const;

describe("inflate", () => {
  it.each(strategies)("reads what zlib wrote: %s", (_name, strategy) => {
    for (let seed = 0; seed < 25; seed++)
      for (const level of [0, 1, 6, 9]) {
        const bytes = sample(random(seed).integer(4000) + (seed === 0 ? 200_000 : 0), seed);
        const stream = deflateSync(bytes, { strategy, level });
        expect(Buffer.compare(inflate(stream, bytes.length), bytes)).toBe(0);
        const less = bytes.length >> 1;
        expect(Buffer.compare(inflate(stream, less), bytes.subarray(0, less))).toBe(0);
        expect(() => inflate(stream, bytes.length + 1)).toThrow(InflateError);
        for (const cut of [1, 4, 5, 6])
          expect(() => inflate(stream.subarray(0, -cut), bytes.length)).toThrow("ends too early");
      }
  });

  it("of damaged bytes throws an InflateError or returns as many bytes as it should", () => {
    const stream = deflateSync(sample(900, 7));
    const dice = random(3);
    for (let i = 0; i < 2000; i++) {
      const damaged = Uint8Array.from(stream);
      damaged[2 + dice.integer(damaged.length - 2)] ^= 1 << dice.integer(8);
      try {
        expect(inflate(damaged, 900 - (i % 2) * 450).length).toBe(900 - (i % 2) * 450);
      } catch (error) {
        expect(error).toBeInstanceOf(InflateError);
      }
    }
  });

  it.each([
    ["an unknown kind of block", [0x78, 0x9c, 0b111], "has a block of an unknown kind"],
    ["a stored block of a wrong length", [0x78, 0x9c, 1, 1, 0, 1, 0, 9], "has a block of a wrong length"],
    [
      "a distance before the first byte",
      [0x78, 0x9c, 0b011, 0b01000010, 0],
      "refers to bytes that it does not have",
    ],
    ["a dictionary", [0x78, 0xbb, 0, 0], "has no zlib header"],
    ["nothing", [], "has no zlib header"],
  ])("names %s", (_what, bytes, sentence) => {
    expect(() => inflate(Uint8Array.from(bytes), 9)).toThrow(sentence);
  });
});

describe("huffmanTable", () => {
  it("stays small for codes of 15 bits, since a file may have thousands", () => {
    const table = createHuffmanTable(Uint8Array.from({ length: 16 }, (_, i) => Math.min(i + 1, 15)));
    expect(table?.entries.length).toBeLessThanOrEqual(1024);
  });

  it("finds codes that are longer than the table's", () => {
    const table = createHuffmanTable(Uint8Array.from({ length: 16 }, (_, i) => Math.min(i + 1, 15)));
    if (table === undefined) throw new Error("the lengths are a code");
    // Canonical: symbol i is i ones and a zero, the last one 15 ones; the first bit is the lowest.
    for (let symbol = 10; symbol < 16; symbol++)
      expect(decodeLongCode(table, 2 ** symbol - 1)).toBe((symbol << 4) | Math.min(symbol + 1, 15));
  });
});
