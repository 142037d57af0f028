/** The fields of a PNG's IHDR chunk (W3C PNG, 11.2.1). */
export interface PngImageHeader {
  readonly height: number;
  readonly width: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /**
   * The colour type of the pixels.
   *
   * 0 is gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA.
   */
  readonly colorType: number;
  readonly interlaced: boolean;
}

/** The allowed depths and the samples of each colour type (W3C PNG, table 11.1). */
const COLOR_TYPES: ReadonlyMap<number, { readonly depths: readonly number[]; readonly samples: number }> =
  new Map([
    [0, { depths: [1, 2, 4, 8, 16], samples: 1 }],
    [2, { depths: [8, 16], samples: 3 }],
    [3, { depths: [1, 2, 4, 8], samples: 1 }],
    [4, { depths: [8, 16], samples: 2 }],
    [6, { depths: [8, 16], samples: 4 }],
  ]);

/** Returns the samples per pixel; a palette index counts as one. */
export function countSamples(colorType: number): number {
  return COLOR_TYPES.get(colorType)?.samples ?? 0;
}

/**
 * Reads the 13 bytes of an IHDR chunk.
 *
 * @param fail - Creates the error for a wrong field, from its offset in the chunk.
 */
export function parseHeader(body: Uint8Array, fail: (what: string, at: number) => Error): PngImageHeader {
  if (body.length !== 13) throw fail(`the IHDR chunk has ${String(body.length)} bytes instead of 13`, 0);
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colorType, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0)
    throw fail(`the image is empty: ${String(height)} rows of ${String(width)}`, 0);
  const known = COLOR_TYPES.get(colorType);
  if (known === undefined) throw fail(`the color type must be 0, 2, 3, 4 or 6, got ${String(colorType)}`, 9);
  if (!known.depths.includes(depth))
    throw fail(
      `color type ${String(colorType)} must have ${known.depths.join(", ")} bits, got ${String(depth)}`,
      8,
    );
  if (compression !== 0) throw fail(`the compression method must be 0, got ${String(compression)}`, 10);
  if (filter !== 0) throw fail(`the filter method must be 0, got ${String(filter)}`, 11);
  if (interlace > 1) throw fail(`the interlace method must be 0 or 1, got ${String(interlace)}`, 12);
  return { height, width, depth, colorType, interlaced: interlace === 1 };
}
