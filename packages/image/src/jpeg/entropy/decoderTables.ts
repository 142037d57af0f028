import { HUFFMAN } from "../tables/huffmanTables.ts";
import { type HuffmanLookup, createLookup } from "./huffmanLookup.ts";
import { NATURAL_ORDER } from "../tables/naturalOrder.ts";

/** The tables that a JPEG file defines, by table number. */
export interface DecoderTables {
  /** Step sizes, in natural order. */
  readonly quantization: (Uint16Array | undefined)[];
  readonly dc: (HuffmanLookup | undefined)[];
  readonly ac: (HuffmanLookup | undefined)[];
  /**
   * Conditioning of arithmetic coding (T.81, F.1.4.4).
   *
   * DC differences have a lower and an upper bound; AC coefficients have the threshold `place`.
   */
  readonly lower: number[];
  readonly upper: number[];
  readonly place: number[];
}

/** Creates the initial tables. The Huffman tables are the standard ones, as Motion JPEG frames expect. */
export function createTables(): DecoderTables {
  const usual = (kind: "dc" | "ac"): (HuffmanLookup | undefined)[] => [
    ...HUFFMAN[kind].map((table) => createLookup(table)),
    undefined,
    undefined,
  ];
  return {
    quantization: Array.from({ length: 4 }, () => undefined),
    dc: usual("dc"),
    ac: usual("ac"),
    lower: Array.from({ length: 16 }, () => 0),
    upper: Array.from({ length: 16 }, () => 1),
    place: Array.from({ length: 16 }, () => 5),
  };
}

/**
 * Reads a DQT segment (T.81, B.2.4.1).
 *
 * @throws Error if the segment is invalid.
 */
export function readQuantization({ quantization }: DecoderTables, body: Uint8Array): void {
  for (let at = 0; at < body.length;) {
    const [wide, place] = [body[at] >> 4, body[at] & 15];
    at += 1;
    if (place > 3) throw new Error(`there is no quantization table ${String(place)}`);
    const table = new Uint16Array(64).fill(1);
    const room = Math.floor((body.length - at) / (wide > 0 ? 2 : 1));
    const count = Math.min(64, room);
    for (let k = 0; k < count; k++, at += wide > 0 ? 2 : 1)
      table[NATURAL_ORDER[k]] = wide > 0 ? 256 * body[at] + body[at + 1] : body[at];
    if (count < 64) throw new Error("a quantization table is truncated");
    quantization[place] = table;
  }
}

/**
 * Reads a DHT segment (T.81, B.2.4.2).
 *
 * @throws Error if the segment is invalid.
 */
export function readHuffman(tables: DecoderTables, body: Uint8Array): void {
  for (let at = 0; at < body.length;) {
    if (at + 17 > body.length) throw new Error("a Huffman table is truncated");
    const [kind, place] = [body[at] >> 4, body[at] & 15];
    const counts = [...body.subarray(at + 1, at + 17)];
    const total = counts.reduce((sum, count) => sum + count, 0);
    at += 17;
    if (total > 256 || at + total > body.length) throw new Error("a Huffman table is truncated");
    if (kind > 1 || place > 3) throw new Error(`there is no Huffman table ${String(16 * kind + place)}`);
    const symbols = [...body.subarray(at, at + total)];
    at += total;
    const usable = kind === 1 || symbols.every((symbol) => symbol < 16);
    tables[kind === 0 ? "dc" : "ac"][place] = usable ? createLookup({ counts, symbols }) : undefined;
  }
}

/**
 * Reads a DAC segment (T.81, B.2.4.3).
 *
 * @throws Error if the segment is invalid.
 */
export function readConditioning({ lower, upper, place }: DecoderTables, body: Uint8Array): void {
  if (body.length % 2 === 1) throw new Error("a conditioning table is truncated");
  for (let at = 0; at < body.length; at += 2) {
    const [index, value] = body.subarray(at, at + 2);
    if (index > 31) throw new Error(`there is no conditioning table ${String(index)}`);
    if (index >= 16) place[index - 16] = value;
    else [lower[index], upper[index]] = [value & 15, value >> 4];
    if (index < 16 && lower[index] > upper[index]) throw new Error("conditioning bounds are reversed");
  }
}
