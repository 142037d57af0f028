import type { BlockDecoder, ScanBand } from "./blockDecoder.ts";
import { ArithmeticDecoder } from "./arithmeticDecoder.ts";
import type { DecisionBudget } from "./arithmeticReader.ts";
import { BitReader } from "./bitReader.ts";
import type { Component, Frame } from "./frame.ts";
import { AcDecoder, DcDecoder, type HuffmanTables, SequentialDecoder } from "./huffmanDecoder.ts";
import type { MarkerReader } from "./markerReader.ts";
import { MOST_BLOCKS, type Scan } from "./scan.ts";
import type { Tables } from "./tables.ts";

/** A scan's header (T.81, B.2.3), taken apart. */
export interface ScanHeader {
  readonly components: readonly Component[];
  /** Which tables each component uses. */
  readonly tables: readonly { readonly dc: number; readonly ac: number }[];
  readonly band: ScanBand;
}

/** Reads a scan's header. @throws Error if it cannot be one of this frame. */
export function scanHeader(frame: Frame, body: Uint8Array): ScanHeader {
  const count = body[0];
  if (!(count >= 1 && count <= 4) || body.length !== 4 + 2 * count)
    throw new Error("a scan's header has a wrong length");
  const components: Component[] = [];
  const tables: { dc: number; ac: number }[] = [];
  for (let i = 0; i < count; i++) {
    const [id, places] = body.subarray(1 + 2 * i, 3 + 2 * i);
    // libjpeg-turbo 2 wants a component at its place in the frame, or later; files made otherwise are swapped ones.
    const found = frame.components.find((component, at) => component.id === id && at >= i);
    if (found === undefined || components.includes(found))
      throw new Error(`invalid component ID ${String(id)} in a scan`);
    components.push(found);
    tables.push({ dc: places >> 4, ac: places & 15 });
  }
  const [from, to, bits] = body.subarray(1 + 2 * count);
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0);
  if (count > 1 && blocks > MOST_BLOCKS) throw new Error("a unit of a scan has more than 10 blocks");
  return { components, tables, band: { from, to, high: bits >> 4, low: bits & 15 } };
}

/** Checks what a progressive scan says that it codes, and keeps account of it (T.81, G.1.1). @throws Error if it cannot be. */
export function advance(
  { components, band }: ScanHeader,
  first: boolean,
  warn: (what: string) => void,
): void {
  const { from, to, high, low } = band;
  const wrong =
    (from === 0 ? to !== 0 : to < from || to > 63 || components.length !== 1) ||
    (high !== 0 && low !== high - 1) ||
    low > 13;
  if (wrong) throw new Error("a scan codes what a progressive scan cannot");
  for (const { unknownBits, unknownBitsBefore } of components) {
    if (from > 0 && unknownBits[0] < 0) warn("scans that do not follow one another");
    unknownBitsBefore.set(first ? new Int8Array(64).fill(-1) : unknownBits);
    for (let k = from; k <= to; k++) {
      if (high !== Math.max(0, unknownBits[k])) warn("scans that do not follow one another");
      unknownBits[k] = low;
    }
  }
}

/** Makes a scan's decoder. @throws Error if a table that it needs is missing or broken. */
export function beginScan(
  frame: Frame,
  header: ScanHeader,
  tables: Tables,
  reader: MarkerReader,
  interval: number,
  budget: DecisionBudget,
): Scan {
  for (const component of header.components) {
    if (component.steps !== undefined) continue;
    const steps = tables.steps[component.table];
    if (steps === undefined) throw new Error("a quantization table that it uses is missing");
    component.steps = steps;
  }
  reader.beginScan();
  const decoder = frame.arithmetic
    ? new ArithmeticDecoder(reader, frame.progressive, header, tables, budget)
    : huffmanDecoder(frame, header, tables, reader);
  return { components: header.components, decoder, interval, left: interval };
}

function huffmanDecoder(
  { progressive }: Frame,
  { tables: places, band }: ScanHeader,
  tables: Tables,
  reader: MarkerReader,
): BlockDecoder {
  const bits = new BitReader(reader);
  const lookups = places.map(({ dc, ac }): HuffmanTables => ({ dc: tables.dc[dc], ac: tables.ac[ac] }));
  const missing = new Error("a Huffman table that it uses is missing or broken");
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
