import type { RowConverter } from "./rowConverter.ts";
import type { Component, Frame } from "../file/frame.ts";
import { inverseDct, scaleQuantization } from "./inverseDct.ts";
import type { Coefficients } from "./scan.ts";
import { type Plane, type RowUpsampler, createUpsampler } from "./upsample.ts";

/**
 * Converts MCU rows of coefficients to rows of pixels.
 *
 * It keeps only the samples that interpolation needs.
 */
export class Output {
  readonly #frame: Frame;
  readonly #components: readonly Component[];
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
  constructor(
    frame: Frame,
    { convert, components }: { readonly convert: RowConverter; readonly components: number },
    channels: number,
    pixels: Uint8Array,
  ) {
    this.#frame = frame;
    this.#components = frame.components.slice(0, components);
    this.#planes = this.#components.map(({ storedAcross, down }) => {
      const rows = 32 * down; // the previous MCU row, this one, and space for interpolation
      return { samples: new Uint8ClampedArray(rows * storedAcross * 8), rows, stride: storedAcross * 8 };
    });
    this.#steps = this.#components.map(({ quantization = new Uint16Array(64) }) =>
      scaleQuantization(quantization),
    );
    this.#upsamplers = this.#components.map((component, i) => {
      const found = createUpsampler(frame, component, this.#planes[i]);
      if (found === undefined) throw new Error("sampling factors that do not divide each other");
      return found;
    });
    this.#rows = this.#components.map(() => new Uint8Array(8 * frame.maxAcross * frame.mcusAcross + 8));
    this.#convert = convert;
    this.#channels = channels;
    this.#pixels = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  }

  /** Adds an MCU row of coefficients and writes the completed pixel rows. */
  unitRow(unitRow: number, stores: readonly Coefficients[]): void {
    for (const [i, { down, storedAcross, blocksAcross }] of this.#components.entries()) {
      const { samples, rows, stride } = this.#planes[i];
      const { data, firstRow } = stores[i];
      const steps = this.#steps[i];
      for (let y = unitRow * down; y < (unitRow + 1) * down; y++) {
        const at = ((8 * y) % rows) * stride;
        let from = (y - firstRow) * storedAcross * 64;
        for (let x = 0; x < blocksAcross; x++, from += 64)
          inverseDct(data, from, steps, samples, at + 8 * x, stride);
      }
    }
    const { height, maxDown, mcusDown } = this.#frame;
    // The last pixel rows of an MCU row need the first samples of the next.
    const end = unitRow === mcusDown - 1 ? height : 8 * maxDown * (unitRow + 1) - maxDown;
    for (; this.#next < end; this.#next++) this.#write(this.#next);
  }

  #write(y: number): void {
    const { width } = this.#frame;
    for (const [i, upsample] of this.#upsamplers.entries()) upsample(y, this.#rows[i]);
    const from = y * width * this.#channels;
    this.#convert(this.#rows, width, this.#pixels.subarray(from, from + width * this.#channels));
  }
}
