/** Places of a patch on an image. */
export interface PatchGrid {
  /** The first rows of the patches, ascending. */
  readonly tops: readonly number[];
  /** The first columns of the patches, ascending. */
  readonly lefts: readonly number[];
}

/** Places a patch every `stride` pixels. The last one of a row or column ends at the border, so that each pixel is covered. */
export function patchGrid(height: number, width: number, size: number, stride: number): PatchGrid {
  return { tops: starts(height, size, stride), lefts: starts(width, size, stride) };
}

function starts(length: number, size: number, stride: number): readonly number[] {
  const last = length - size;
  const found = Array.from({ length: Math.floor(last / stride) + 1 }, (_, at) => at * stride);
  return found[found.length - 1] === last ? found : [...found, last];
}
