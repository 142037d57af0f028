import { type Image, resize } from "@tensorloom/image";

/**
 * Which parts of an image speak for a class.
 *
 * @example
 * ```ts
 * import { overlayHeatmap, type SaliencyMap } from "@tensorloom/explain";
 * import type { Image } from "@tensorloom/image";
 *
 * const draw = (image: Image, { heatmap }: SaliencyMap) => overlayHeatmap(image, heatmap);
 * draw.length; // => 2
 * ```
 */
export interface SaliencyMap {
  /** One number in 0..1 per pixel of the layer, or per place of the patch; the largest is 1, unless all are 0. */
  readonly map: Image<Float32Array>;
  /** The map at the size of the image: one number in 0..1 per pixel. */
  readonly heatmap: Image<Float32Array>;
  /** The class that is explained: a column of the model's output. */
  readonly classIndex: number;
  /** The output for this class before the final sigmoid or softmax. */
  readonly logit: number;
}

/** The size of an image. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * Divides a map by its largest number, and sets negative numbers to 0.
 *
 * @throws RangeError if it contains NaN or infinities.
 */
export function unitMap(
  caller: string,
  values: ArrayLike<number>,
  { height, width }: Size,
): Image<Float32Array> {
  const data = Float32Array.from(values);
  let most = 0;
  for (const value of data) {
    if (!Number.isFinite(value))
      throw new RangeError(
        `${caller}: the map contains ${String(value)}: check the weights and the inputs for NaN`,
      );
    if (value > most) most = value;
  }
  for (let at = 0; at < data.length; at++) data[at] = data[at] > 0 ? data[at] / most : 0;
  return { data, height, width, channels: 1 };
}

/** Resizes a map to the size of its image, bilinearly. */
export function heatmapOf(map: Image<Float32Array>, { height, width }: Size): Image<Float32Array> {
  return resize(map, { height, width });
}
