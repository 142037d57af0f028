import { countSamples, type PngImageHeader } from "./pngHeader.ts";

/** A reduced image of an interlaced PNG, or all of one that is not. */
export interface PngPass {
  readonly height: number;
  readonly width: number;
  /** The positions of its pixels in the image: the first row and column, and how far apart the next ones are. */
  readonly top: number;
  readonly left: number;
  readonly down: number;
  readonly across: number;
  /** Bytes of a row, without its filter byte. */
  readonly rowBytes: number;
}

/** The seven passes of Adam7 as top, left, down, across (W3C PNG, 8.1). */
const ADAM7 = [
  [0, 0, 8, 8],
  [0, 4, 8, 8],
  [4, 0, 8, 4],
  [0, 2, 4, 4],
  [2, 0, 4, 2],
  [0, 1, 2, 2],
  [1, 0, 2, 1],
] as const;

/** The passes in which a PNG stores its rows; those without pixels are left out. */
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

/** The bytes of all rows, with their filter bytes. */
export function countRawBytes(passes: readonly PngPass[]): number {
  return passes.reduce((sum, { height, rowBytes }) => sum + height * (1 + rowBytes), 0);
}
