import type { Component, Frame } from "./frame.ts";

/** The coefficients and bits that a scan codes (T.81, B.2.3). */
export interface ScanBand {
  /** The first and the last coefficient, in zigzag order. */
  readonly from: number;
  readonly to: number;
  /**
   * The unknown low bits before and after the scan.
   *
   * `high` is 0 in a first scan.
   */
  readonly high: number;
  readonly low: number;
}

/** The maximum number of blocks per MCU (T.81, B.2.3). */
const MAX_MCU_BLOCKS = 10;

/** A parsed scan header (T.81, B.2.3). */
export interface ScanHeader {
  readonly components: readonly Component[];
  /** The tables of each component. */
  readonly tables: readonly { readonly dc: number; readonly ac: number }[];
  readonly band: ScanBand;
}

/**
 * Parses a scan header.
 *
 * @throws Error if the header is invalid for this frame.
 */
export function parseScanHeader(frame: Frame, body: Uint8Array): ScanHeader {
  const count = body[0];
  if (!(count >= 1 && count <= 4) || body.length !== 4 + 2 * count)
    throw new Error("a scan header has a wrong length");
  const components: Component[] = [];
  const tables: { dc: number; ac: number }[] = [];
  for (let i = 0; i < count; i++) {
    const [id, places] = body.subarray(1 + 2 * i, 3 + 2 * i);
    // libjpeg-turbo 2 expects a component at its position in the frame or later; otherwise components are swapped.
    const found = frame.components.find((component, at) => component.id === id && at >= i);
    if (found === undefined || components.includes(found))
      throw new Error(`invalid component ID ${String(id)} in a scan`);
    components.push(found);
    tables.push({ dc: places >> 4, ac: places & 15 });
  }
  const [from, to, bits] = body.subarray(1 + 2 * count);
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0);
  if (count > 1 && blocks > MAX_MCU_BLOCKS) throw new Error("an MCU of a scan has more than 10 blocks");
  return { components, tables, band: { from, to, high: bits >> 4, low: bits & 15 } };
}

/**
 * Checks a progressive scan and records which bits it codes (T.81, G.1.1).
 *
 * @throws Error if a progressive scan cannot code this band.
 */
export function recordProgress(
  { components, band }: ScanHeader,
  first: boolean,
  warn: (what: string) => void,
): void {
  const { from, to, high, low } = band;
  const wrong =
    (from === 0 ? to !== 0 : to < from || to > 63 || components.length !== 1) ||
    (high !== 0 && low !== high - 1) ||
    low > 13;
  if (wrong) throw new Error("a progressive scan has an invalid band of coefficients");
  for (const { unknownBits, unknownBitsBefore } of components) {
    if (from > 0 && unknownBits[0] < 0) warn("scans in the wrong order");
    unknownBitsBefore.set(first ? new Int8Array(64).fill(-1) : unknownBits);
    for (let k = from; k <= to; k++) {
      if (high !== Math.max(0, unknownBits[k])) warn("scans in the wrong order");
      unknownBits[k] = low;
    }
  }
}
