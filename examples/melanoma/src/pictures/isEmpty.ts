import type { Image } from "@tensorloom/image";

/** The mean difference of neighbouring pixels below which a picture has no detail, in levels of 0 to 255. */
const LEAST = 0.5;

/**
 * Checks whether a picture is blank, or striped because its rows or its columns are all the same.
 *
 * Such files decode without an error. They are left by a download or a conversion that failed.
 */
export function isEmpty({ data, height, width, channels }: Image): boolean {
  const stride = width * channels;
  let [down, across] = [0, 0];
  for (let at = stride; at < data.length; at++) down += Math.abs(data[at] - data[at - stride]);
  for (let row = 0; row < height; row++)
    for (let at = row * stride + channels; at < (row + 1) * stride; at++)
      across += Math.abs(data[at] - data[at - channels]);
  return Math.min(down, across) / data.length < LEAST;
}
