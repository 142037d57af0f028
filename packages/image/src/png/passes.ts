import { countSamples, type PngImageHeader } from "./pngHeader.ts";

/** A reduced image of an interlaced PNG, or the whole image. */
export interface PngPass {
  readonly height: number;
  readonly width: number;
  /** The position of its first pixel, and the distances between pixels. */
  readonly top: number;
  readonly left: number;
  readonly down: number;
  readonly across: number;
  /** Bytes per row, without the filter byte. */
  readonly rowBytes: number;
}

/** The passes of Adam7: top, left, down, across (W3C PNG, 8.1). */
const ADAM7 = [
  [0, 0, 8, 8],
  [0, 4, 8, 8],
  [4, 0, 8, 4],
  [0, 2, 4, 4],
  [2, 0, 4, 2],
  [0, 1, 2, 2],
  [1, 0, 2, 1],
] as const;

/** Lists the passes of a PNG, without those that have no pixels. */
export function listPasses(header: PngImageHeader): readonly PngPass[] {
  const { depth, colorType, interlaced } = header;
  return (interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const))
    .map(([top, left, down, across]) => {
      const height = Math.ceil((header.height - top) / down);
      const width = Math.ceil((header.width - left) / across);
      const rowBytes = Math.ceil((width * depth * countSamples(colorType)) / 8);
      return { height, width, top, left, down, across, rowBytes };
    })
    .filter(({ height, width }) => height > 0 && width > 0);
}

/** Counts the bytes of all rows, including their filter bytes. */
export function countRawBytes(passes: readonly PngPass[]): number {
  return passes.reduce((sum, { height, rowBytes }) => sum + height * (1 + rowBytes), 0);
}
