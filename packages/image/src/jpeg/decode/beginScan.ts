import { ArithmeticDecoder } from "../entropy/arithmeticDecoder.ts";
import type { DecisionBudget } from "../entropy/arithmeticReader.ts";
import { BitReader } from "../entropy/bitReader.ts";
import type { BlockDecoder } from "../entropy/blockDecoder.ts";
import type { DecoderTables } from "../entropy/decoderTables.ts";
import { AcDecoder, DcDecoder, type HuffmanTables, SequentialDecoder } from "../entropy/huffmanDecoder.ts";
import type { MarkerReader } from "../entropy/markerReader.ts";
import type { Frame } from "../file/frame.ts";
import type { ScanHeader } from "../file/scanHeader.ts";
import type { Scan } from "./scan.ts";

/**
 * Creates the decoder of a scan.
 *
 * @throws Error if a table that the scan needs is missing or invalid.
 */
export function beginScan(
  frame: Frame,
  header: ScanHeader,
  tables: DecoderTables,
  reader: MarkerReader,
  interval: number,
  budget: DecisionBudget,
): Scan {
  for (const component of header.components) {
    if (component.quantization !== undefined) continue;
    const steps = tables.quantization[component.table];
    if (steps === undefined) throw new Error("a quantization table is missing");
    component.quantization = steps;
  }
  reader.beginScan();
  const decoder = frame.arithmetic
    ? new ArithmeticDecoder(reader, frame.progressive, header, tables, budget)
    : createHuffmanDecoder(frame, header, tables, reader);
  return { components: header.components, decoder, interval, left: interval };
}

function createHuffmanDecoder(
  { progressive }: Frame,
  { tables: places, band }: ScanHeader,
  tables: DecoderTables,
  reader: MarkerReader,
): BlockDecoder {
  const bits = new BitReader(reader);
  const lookups = places.map(({ dc, ac }): HuffmanTables => ({ dc: tables.dc[dc], ac: tables.ac[ac] }));
  const missing = new Error("a Huffman table is missing or broken");
  const usesDc = !progressive || (band.from === 0 && band.high === 0);
  const usesAc = !progressive || band.from > 0;
  if (lookups.some(({ dc, ac }) => (usesDc && dc === undefined) || (usesAc && ac === undefined)))
    throw missing;
  if (!progressive) return new SequentialDecoder(bits, reader, lookups);
  if (band.from === 0) return new DcDecoder(bits, reader, lookups, band);
  const [{ ac }] = lookups;
  if (ac === undefined) throw missing;
  return new AcDecoder(bits, reader, ac, band);
}
