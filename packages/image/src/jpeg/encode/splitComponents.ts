import type { Subsampling } from "./checkEncodable.ts";
import type { Image } from "../../image/image.ts";

/**
 * One component of a JPEG: its samples, centred at 0.
 *
 * They are padded to complete MCUs.
 */
export interface JpegComponent {
  /** Blocks of 8x8 per MCU. */
  readonly across: number;
  readonly down: number;
  /** 0 for luminance, 1 for chrominance. */
  readonly table: 0 | 1;
  readonly samples: Float32Array;
  /** Samples per row. */
  readonly stride: number;
}

/** The components of an image, and its size in MCUs. */
export interface JpegComponents {
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly components: readonly JpegComponent[];
}

/** Luminance samples per chrominance sample. */
const SAMPLING: Readonly<Record<Subsampling, readonly [across: number, down: number]>> = {
  "444": [1, 1],
  "422": [2, 1],
  "420": [2, 2],
};

/**
 * Splits an image into the components of a JPEG.
 *
 * The last row and column are repeated to fill complete MCUs.
 */
export function splitComponents(image: Image<Uint8Array>, subsampling: Subsampling): JpegComponents {
  const gray = image.channels === 1;
  const [across, down] = gray ? [1, 1] : SAMPLING[subsampling];
  const unitsAcross = Math.ceil(image.width / (8 * across));
  const unitsDown = Math.ceil(image.height / (8 * down));
  const [stride, rows] = [8 * unitsAcross, 8 * unitsDown];
  const luma = new Float32Array(stride * across * rows * down);
  const luminance: JpegComponent = { across, down, table: 0, stride: stride * across, samples: luma };
  const columns = Int32Array.from(
    { length: luminance.stride },
    (_, x) => Math.min(x, image.width - 1) * image.channels,
  );
  if (gray) {
    levels(image, columns, luma);
    return { unitsAcross, unitsDown, components: [luminance] };
  }
  const [cb, cr] = [new Float32Array(stride * rows), new Float32Array(stride * rows)];
  split(image, columns, [across, down], luma, cb, cr);
  const chrominance = [cb, cr].map((samples): JpegComponent => ({
    across: 1,
    down: 1,
    table: 1,
    stride,
    samples,
  }));
  return { unitsAcross, unitsDown, components: [luminance, ...chrominance] };
}

/** Writes gray levels, centred at 0. */
function levels({ data, height, width }: Image<Uint8Array>, columns: Int32Array, luma: Float32Array): void {
  for (let y = 0, to = 0; to < luma.length; y++) {
    const row = Math.min(y, height - 1) * width;
    for (const column of columns) luma[to++] = data[row + column] - 128;
  }
}

/** Writes luminance and averaged chrominance, centred at 0 (T.871, 7). */
function split(
  { data, height, width }: Image<Uint8Array>,
  columns: Int32Array,
  [across, down]: readonly [across: number, down: number],
  luma: Float32Array,
  cb: Float32Array,
  cr: Float32Array,
): void {
  const part = 1 / (across * down);
  const toCb = part / 1.772;
  const toCr = part / 1.402;
  const half = across >> 1; // 1 if a sample covers two pixels across
  const stride = columns.length >> half;
  for (let y = 0, to = 0; to < luma.length; y++) {
    const row = Math.min(y, height - 1) * width * 3;
    const chroma = (y >> (down >> 1)) * stride;
    for (let x = 0; x < columns.length; x++) {
      const at = row + columns[x];
      const red = data[at];
      const blue = data[at + 2];
      const level = 0.299 * red + 0.587 * data[at + 1] + 0.114 * blue;
      luma[to++] = level - 128;
      const sample = chroma + (x >> half);
      cb[sample] += (blue - level) * toCb;
      cr[sample] += (red - level) * toCr;
    }
  }
}
