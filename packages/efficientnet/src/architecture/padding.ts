/**
 * Height or width of an image in pixels; `null` if it may be any.
 *
 * @inline
 */
export type Side = number | null;

/**
 * Pixels to add: `[[top, bottom], [left, right]]`.
 *
 * @inline
 */
export type Padding = readonly [readonly [number, number], readonly [number, number]];

/**
 * Returns the padding to add before a strided convolution.
 *
 * An odd side gets the same number of pixels before and after; an even side one pixel less before, because the stride
 * skips its last pixel. `padding: "same"` does the same: if a side is unknown, the convolution pads its own input.
 *
 * @see keras/src/applications/imagenet_utils.py, correct_pad
 */
export function padding(
  [height, width]: readonly [Side, Side, ...unknown[]],
  kernel: number,
  stride: number,
): Padding | undefined {
  if (stride === 1 || height === null || width === null) return undefined;
  const half = Math.floor(kernel / 2);
  const before = (side: number): number => half - (side % 2 === 0 ? 1 : 0);
  return [
    [before(height), half],
    [before(width), half],
  ];
}
