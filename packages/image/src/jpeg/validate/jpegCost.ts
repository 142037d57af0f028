import { countBlocks, type Frame } from "../file/frame.ts";
import type { ScanHeader } from "../file/scanHeader.ts";

/**
 * The cost of decoding, in nanoseconds and bytes.
 *
 * It was measured on one core of a small server and rounded up.
 */
export interface DecoderCost {
  /** The time per sample, per pixel, and per CMYK pixel. */
  readonly sample: number;
  readonly pixel: number;
  readonly inkedPixel: number;
  /** The time of a scan per block, by kind of scan. */
  readonly visit: number;
  readonly refinement: number;
  readonly arithmeticVisit: number;
  /** The time to estimate a block's missing coefficients. */
  readonly smoothing: number;
  /** The memory per stored block, and per pixel beyond the result. */
  readonly blockBytes: number;
  readonly pixelBytes: number;
  /** Whether all blocks are stored even for a single scan. */
  readonly alwaysStores: boolean;
}

/** The portable decoder; libjpeg-turbo takes less. */
export const PORTABLE_COST: DecoderCost = {
  sample: 8,
  pixel: 10,
  inkedPixel: 40,
  visit: 60,
  refinement: 150,
  arithmeticVisit: 400,
  smoothing: 1000,
  blockBytes: 128,
  pixelBytes: 0,
  alwaysStores: false,
};

/** jpeg-js, which keeps an array of its own for each block. */
export const JPEG_JS_COST: DecoderCost = {
  sample: 60,
  pixel: 20,
  inkedPixel: 60,
  visit: 400,
  refinement: 600,
  arithmeticVisit: 0,
  smoothing: 0,
  blockBytes: 512,
  pixelBytes: 6,
  alwaysStores: true,
};

/**
 * The default limits on time, memory and arithmetic decisions.
 *
 * They apply to a file of up to a megabyte, and again to each further megabyte.
 */
const MAX_NANOSECONDS = 0.6e9;
const MAX_BYTES = 150e6;
const MAX_DECISIONS = 30e6;
const MEGABYTE = 1e6;

/**
 * Returns the default limit on arithmetic decisions for a file.
 *
 * It is twice as many as photographs take.
 */
export const maxDecisions = (bytes: number): number => MAX_DECISIONS * Math.max(1, bytes / MEGABYTE);

/** Estimates the cost of decoding a file, scan by scan. */
export class JpegCost {
  readonly #cost: DecoderCost;
  readonly #frame: Frame;
  readonly #outputChannels: number;
  readonly #share: number;
  #visits = 0;

  constructor(cost: DecoderCost, frame: Frame, outputChannels: number, bytes: number) {
    this.#cost = cost;
    this.#frame = frame;
    this.#outputChannels = outputChannels;
    this.#share = Math.max(1, bytes / MEGABYTE);
  }

  /** Adds the cost of a scan. */
  addScan({ components, band }: ScanHeader): void {
    const { visit, refinement, arithmeticVisit } = this.#cost;
    const refines = this.#frame.progressive && band.high > 0;
    const each = this.#frame.arithmetic ? arithmeticVisit : refines ? refinement : visit;
    this.#visits += each * countBlocks(this.#frame, components);
  }

  /**
   * Describes why the cost exceeds the limit; undefined if it does not.
   *
   * @param single - Whether the first scan has everything.
   * @param smooths - Whether missing coefficients are estimated.
   */
  excess(single: boolean, smooths: boolean): string | undefined {
    const { sample, pixel, inkedPixel, smoothing, blockBytes, pixelBytes, alwaysStores } = this.#cost;
    const { components, height, width } = this.#frame;
    const blocks = components.reduce(
      (sum, { storedAcross, storedDown }) => sum + storedAcross * storedDown,
      0,
    );
    const pixels = height * width;
    const stored = single && !alwaysStores ? 0 : blocks;
    const memory = pixels * (this.#outputChannels + pixelBytes) + stored * blockBytes;
    const size = `${String(height)} rows of ${String(width)}`;
    if (memory > MAX_BYTES * this.#share) return `${size} take ${String(Math.ceil(memory / 1e6))} MB`;
    const each = components.length === 4 ? inkedPixel : pixel;
    const time = this.#visits + pixels * each + blocks * (64 * sample + (smooths ? smoothing : 0));
    if (time <= MAX_NANOSECONDS * this.#share) return undefined;
    return `${size}, and the scans that go over them, take more than ${(MAX_NANOSECONDS / 1e9).toFixed(1)} s for each megabyte`;
  }
}
