import type { BlockDecoder } from "../entropy/blockDecoder.ts";
import type { Component, Frame } from "../file/frame.ts";

/** A component's coefficients, starting at block row `firstRow`. */
export interface Coefficients {
  readonly data: Int16Array;
  firstRow: number;
}

/** The state of a scan that is being decoded. */
export interface Scan {
  readonly components: readonly Component[];
  readonly decoder: BlockDecoder;
  /** MCUs between restart markers; 0 for a scan without them. */
  readonly interval: number;
  /** MCUs until the next restart marker. */
  left: number;
}

/**
 * Decodes an MCU row.
 *
 * Each component has as many block rows as its vertical sampling factor.
 */
export function decodeMcuRow(
  scan: Scan,
  frame: Frame,
  unitRow: number,
  stores: readonly Coefficients[],
): void {
  const { components, decoder } = scan;
  if (components.length === 1) {
    decodeBlockRows(scan, unitRow, stores[0]);
    return;
  }
  for (let unit = 0; unit < frame.mcusAcross; unit++) {
    if (!beginMcu(scan)) continue;
    for (let at = 0; at < components.length; at++) {
      const { across, down, storedAcross } = components[at];
      const { data, firstRow } = stores[at];
      for (let y = 0; y < down; y++) {
        const first = ((unitRow * down + y - firstRow) * storedAcross + unit * across) * 64;
        for (let x = 0; x < across; x++) decoder.decode(data, first + 64 * x, at);
      }
    }
  }
}

/**
 * Decodes an MCU row of a single-component scan.
 *
 * In such a scan an MCU is one block, and blocks outside the picture are not coded (T.81, A.2.2).
 */
function decodeBlockRows(scan: Scan, unitRow: number, { data, firstRow }: Coefficients): void {
  const [{ down, blocksAcross, blocksDown, storedAcross }] = scan.components;
  const end = Math.min((unitRow + 1) * down, blocksDown);
  for (let y = unitRow * down; y < end; y++)
    for (let x = 0; x < blocksAcross; x++)
      if (beginMcu(scan)) scan.decoder.decode(data, ((y - firstRow) * storedAcross + x) * 64, 0);
}

/**
 * Reads a restart marker if one is due.
 *
 * @returns Whether there is a block to decode.
 */
function beginMcu(scan: Scan): boolean {
  if (scan.interval > 0) {
    if (scan.left === 0) {
      scan.decoder.restart();
      scan.left = scan.interval;
    }
    scan.left -= 1;
  }
  return !scan.decoder.stopped;
}
