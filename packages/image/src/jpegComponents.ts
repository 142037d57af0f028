import type { Subsampling } from "./checkEncodable.ts";
import type { Image } from "./image.ts";

/** One of the components that a JPEG holds: samples about 0, in whole units of the scan. */
export interface JpegComponent {
  /** Blocks of 8x8 in each unit of the scan. */
  readonly across: number;
  readonly down: number;
  /** 0 for luminance, 1 for chrominance. */
  readonly table: 0 | 1;
  readonly samples: Float32Array;
  /** Samples in a row. */
  readonly stride: number;
}

/** An image as a JPEG holds it: its components, and how many units of the scan they fill. */
export interface JpegComponents {
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly components: readonly JpegComponent[];
}

/** How many samples of luminance there are to one of chrominance. */
const SAMPLING: Readonly<Record<Subsampling, readonly [across: number, down: number]>> = {
  "444": [1, 1],
  "422": [2, 1],
  "420": [2, 2],
};

/** Luminance, and the two chrominances, from red, green and blue (T.871, 7). */
const YCBCR: readonly (readonly [red: number, green: number, blue: number])[] = [
  [0.299, 0.587, 0.114],
  [-0.299 / 1.772, -0.587 / 1.772, 0.886 / 1.772],
  [0.701 / 1.402, -0.587 / 1.402, -0.114 / 1.402],
];

/** Splits an image into the components of a JPEG; where there is not enough of it, its last row and column go on. */
export function jpegComponents(image: Image<Uint8Array>, subsampling: Subsampling): JpegComponents {
  const gray = image.channels === 1;
  const [across, down] = gray ? [1, 1] : SAMPLING[subsampling];
  const unitsAcross = Math.ceil(image.width / (8 * across));
  const unitsDown = Math.ceil(image.height / (8 * down));
  const [columns, rows] = [8 * unitsAcross, 8 * unitsDown];
  const one = { samples: samples(image, gray ? [1, 0, 0] : YCBCR[0], 1, 1, columns * across, rows * down) };
  const luminance = { across, down, table: 0, stride: columns * across, ...one } as const;
  const chrominance = (weights: readonly number[]): JpegComponent => {
    return {
      across: 1,
      down: 1,
      table: 1,
      stride: columns,
      samples: samples(image, weights, across, down, columns, rows),
    };
  };
  const components = gray ? [luminance] : [luminance, chrominance(YCBCR[1]), chrominance(YCBCR[2])];
  return { unitsAcross, unitsDown, components };
}

/** Weighted sums of red, green and blue, each the mean of so many pixels across and down. */
function samples(
  { data, height, width, channels }: Image<Uint8Array>,
  [red, green, blue]: readonly number[],
  across: number,
  down: number,
  columns: number,
  rows: number,
): Float32Array {
  const result = new Float32Array(rows * columns);
  const zero = red + green + blue > 0.5 ? 128 : 0; // luminance is about 128, chrominance about 0 already
  const [greenAt, blueAt] = channels === 1 ? [0, 0] : [1, 2];
  for (let y = 0, to = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, to++) {
      let sum = 0;
      for (let dy = 0; dy < down; dy++) {
        const row = Math.min(y * down + dy, height - 1) * width;
        for (let dx = 0; dx < across; dx++) {
          const at = (row + Math.min(x * across + dx, width - 1)) * channels;
          sum += red * data[at] + green * data[at + greenAt] + blue * data[at + blueAt];
        }
      }
      result[to] = sum / (across * down) - zero;
    }
  return result;
}
