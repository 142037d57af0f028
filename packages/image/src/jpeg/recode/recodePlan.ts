import { DCT_SCALE, TURNS } from "../encode/forwardDct.ts";
import { scaleQuantization as scaleSteps } from "../decode/inverseDct.ts";
import { scaleQuantization } from "../tables/quantizationTables.ts";
import { fillArena, type Arena } from "../../wasm/arena.ts";
import type { Image } from "../../image/image.ts";

/** The sizes of a picture in samples, and the addresses of what the kernels need. */
export interface RecodePlan extends Arena {
  /** Luminance samples per chrominance sample, on both axes. */
  readonly ratio: 1 | 2;
  /** Rows of 8 samples of chrominance. */
  readonly units: number;
  /** Samples per row of luminance and of chrominance, and pixel rows per unit. */
  readonly wide: number;
  readonly narrow: number;
  readonly rows: number;
  /** Pixels of a unit, and singles and bytes of its components. */
  readonly slice: number;
  readonly samples: readonly number[];
  readonly planes: readonly number[];
  /** Sines, and the factors and steps of each component. */
  readonly turns: number;
  readonly factors: readonly number[];
  readonly steps: readonly number[];
  readonly space: number;
  /** Two rows of chrominance at full width, the sums that they are made from, and finished pixels of a unit. */
  readonly spread: readonly number[];
  readonly sums: number;
  readonly pixels: number;
}

/** Plans the way of an image through the kernels; undefined without WebAssembly. */
export function planRecoding(
  { height, width, channels }: Image,
  quality: number,
  ratio: 1 | 2,
): RecodePlan | undefined {
  const rows = 8 * ratio;
  const units = Math.ceil(height / rows);
  const narrow = 8 * Math.ceil(width / rows);
  const wide = narrow * ratio;
  const chroma = channels === 1 ? 0 : narrow;
  const [luma, color] = scaleQuantization(quality);
  const arena = fillArena([
    TURNS,
    ...[luma, color].map((steps) => Float64Array.from(steps, (step, i) => 1 / (step * DCT_SCALE[i]))),
    ...[luma, color].map((steps) => new Uint8Array(scaleSteps(Uint16Array.from(steps)).buffer)),
    1024,
    wide * rows * channels,
    ...[4 * wide * rows, 32 * chroma, 32 * chroma],
    ...[wide * rows * units, 8 * chroma * units, 8 * chroma * units],
    ...[wide + 32, wide + 32, 2 * narrow + 64],
    width * rows * channels + 64,
  ]);
  if (arena === undefined) return undefined;
  const [turns, lumaFactors, colorFactors, lumaSteps, colorSteps, space, slice, ...rest] = arena.places;
  return {
    ...arena,
    ...{ ratio, units, wide, narrow, rows, turns, space, slice },
    factors: [lumaFactors, colorFactors, colorFactors],
    steps: [lumaSteps, colorSteps, colorSteps],
    samples: rest.slice(0, 3),
    planes: rest.slice(3, 6),
    spread: rest.slice(6, 8),
    sums: rest[8],
    pixels: rest[9],
  };
}
