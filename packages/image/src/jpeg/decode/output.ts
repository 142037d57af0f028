import type { RowConverter } from "./rowConverter.ts";
import type { Frame } from "../file/frame.ts";
import { inverseDct, scaleQuantization } from "./inverseDct.ts";
import { type JpegRatio, type OutputPlan, planOutput } from "./outputPlan.ts";
import { type InverseDct, inverseDct1, inverseDct2, inverseDct4 } from "./reducedDct.ts";
import type { Coefficients } from "./scan.ts";
import { type Plane, type RowUpsampler, createUpsampler } from "./upsample.ts";

const TRANSFORMS: Readonly<Record<1 | 2 | 4 | 8, InverseDct>> = {
  1: inverseDct1,
  2: inverseDct2,
  4: inverseDct4,
  8: inverseDct,
};

/** How the components of a file become pixels. */
interface OutputOptions {
  readonly convert: RowConverter;
  /** The number of components that the conversion needs. */
  readonly components: number;
  readonly channels: number;
  readonly ratio: JpegRatio;
}

/**
 * Converts MCU rows of coefficients to rows of pixels.
 *
 * It keeps only the samples that interpolation needs.
 */
export class Output {
  readonly #frame: Frame;
  readonly #plan: OutputPlan;
  readonly #planes: readonly Plane[];
  readonly #steps: readonly Int16Array[];
  readonly #upsamplers: readonly RowUpsampler[];
  readonly #rows: readonly Uint8Array[];
  readonly #convert: RowConverter;
  readonly #channels: number;
  readonly #pixels: Uint8ClampedArray;
  /** The next row of pixels to write. */
  #next = 0;

  /**
   * Creates the planes and upsamplers of a frame's components.
   *
   * @throws Error if a component's resolution does not divide the picture's.
   */
  constructor(frame: Frame, { convert, components, channels, ratio }: OutputOptions, pixels: Uint8Array) {
    this.#frame = frame;
    const plan = planOutput(frame, components, ratio);
    this.#plan = plan;
    this.#planes = plan.components.map(({ component: { storedAcross, down }, size }) => {
      const rows = 4 * size * down; // the previous MCU row, this one, and space for interpolation
      return {
        samples: new Uint8ClampedArray(rows * storedAcross * size),
        rows,
        stride: storedAcross * size,
      };
    });
    this.#steps = plan.components.map(({ component: { quantization = new Uint16Array(64) }, size }) =>
      size === 8 ? scaleQuantization(quantization) : Int16Array.from(quantization),
    );
    this.#upsamplers = plan.components.map((component, i) => {
      const found = createUpsampler(component, this.#planes[i], plan.size > 1);
      if (found === undefined) throw new Error("sampling factors that do not divide each other");
      return found;
    });
    const row = plan.size * frame.maxAcross * frame.mcusAcross + 8;
    this.#rows = plan.components.map(() => new Uint8Array(row));
    this.#convert = convert;
    this.#channels = channels;
    this.#pixels = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  }

  /** Adds an MCU row of coefficients and writes the completed pixel rows. */
  unitRow(unitRow: number, stores: readonly Coefficients[]): void {
    for (const [i, { component, size }] of this.#plan.components.entries()) {
      const { down, storedAcross, blocksAcross } = component;
      const { samples, rows, stride } = this.#planes[i];
      const { data, firstRow } = stores[i];
      const steps = this.#steps[i];
      const transform = TRANSFORMS[size];
      for (let y = unitRow * down; y < (unitRow + 1) * down; y++) {
        const at = ((size * y) % rows) * stride;
        let from = (y - firstRow) * storedAcross * 64;
        for (let x = 0; x < blocksAcross; x++, from += 64)
          transform(data, from, steps, samples, at + size * x, stride);
      }
    }
    const { maxDown, mcusDown } = this.#frame;
    const { height, size } = this.#plan;
    // The last pixel rows of an MCU row need the first samples of the next.
    const end = unitRow === mcusDown - 1 ? height : size * maxDown * (unitRow + 1) - maxDown;
    for (; this.#next < end; this.#next++) this.#write(this.#next);
  }

  #write(y: number): void {
    const { width } = this.#plan;
    for (const [i, upsample] of this.#upsamplers.entries()) upsample(y, this.#rows[i]);
    const from = y * width * this.#channels;
    this.#convert(this.#rows, width, this.#pixels.subarray(from, from + width * this.#channels));
  }
}
