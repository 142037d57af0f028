import type { BlockDecoder } from "../entropy/blockDecoder.ts";
import type { Component, Frame } from "../file/frame.ts";

/** A component's coefficients: the blocks of whole units, from block row `firstRow` on. */
export interface Coefficients {
  readonly data: Int16Array;
  firstRow: number;
}

/** A scan, decoded unit row by unit row. */
export interface Scan {
  readonly components: readonly Component[];
  readonly decoder: BlockDecoder;
  /** Units between restart markers; 0 if there is no restart marker. */
  readonly interval: number;
  /** Units until the next restart marker. */
  left: number;
}

/** Decodes one row of units: of each component of the frame so many block rows as its sampling factor says. */
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

/** A scan of one component has blocks for units, and none that hold nothing of the picture (T.81, A.2.2). */
function decodeBlockRows(scan: Scan, unitRow: number, { data, firstRow }: Coefficients): void {
  const [{ down, blocksAcross, blocksDown, storedAcross }] = scan.components;
  const end = Math.min((unitRow + 1) * down, blocksDown);
  for (let y = unitRow * down; y < end; y++)
    for (let x = 0; x < blocksAcross; x++)
      if (beginMcu(scan)) scan.decoder.decode(data, ((y - firstRow) * storedAcross + x) * 64, 0);
}

/** Passes a restart marker if one is due; returns whether there is anything to decode. */
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
