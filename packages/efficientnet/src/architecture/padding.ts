/** Height or width of an image in pixels; `null` where it may be any. */
export type Side = number | null;

/** Pixels to add: `[[top, bottom], [left, right]]`. */
export type Padding = readonly [readonly [number, number], readonly [number, number]];

/**
 * The padding before a convolution with a stride, so that the convolution itself need not pad.
 *
 * An odd side gets as much before as behind; an even one a pixel less before, because the stride leaves its last pixel
 * out. That is what `padding: "same"` does, so where a side is unknown the convolution pads itself and nothing differs.
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
