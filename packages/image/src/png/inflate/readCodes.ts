import type { DeflateReader } from "./deflateReader.ts";
import { createHuffmanTable, type HuffmanTable } from "./huffman.ts";
import { CODE_ORDER, type BlockCodes } from "./inflateTables.ts";

/**
 * Reads the dynamic codes of a block (RFC 1951, 3.2.7).
 *
 * The block stores their lengths, which are Huffman-coded themselves.
 *
 * @throws InflateError if the lengths are invalid.
 */
export function readCodes(reader: DeflateReader): BlockCodes {
  const [literals, distances, codes] = [reader.take(5) + 257, reader.take(5) + 1, reader.take(4) + 4];
  const codeLengths = new Uint8Array(19);
  for (let i = 0; i < codes; i++) codeLengths[CODE_ORDER[i]] = reader.take(3);
  const table = createTable(codeLengths, reader);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length;) {
    const code = reader.symbol(table);
    if (code < 16) lengths[i++] = code;
    else {
      if (code === 16 && i === 0) throw reader.fail("repeats a code length before the first");
      const repeated = code === 16 ? lengths[i - 1] : 0;
      const times = code === 16 ? 3 + reader.take(2) : code === 17 ? 3 + reader.take(3) : 11 + reader.take(7);
      if (i + times > lengths.length) throw reader.fail("has too many code lengths");
      lengths.fill(repeated, i, i + times);
      i += times;
    }
  }
  return [
    createTable(lengths.subarray(0, literals), reader),
    createTable(lengths.subarray(literals), reader),
  ];
}

function createTable(lengths: Uint8Array, reader: DeflateReader): HuffmanTable {
  const table = createHuffmanTable(lengths);
  if (table === undefined) throw reader.fail("has invalid code lengths");
  return table;
}
