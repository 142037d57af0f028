import { copyImage, countColorChannels, type Image } from "../image/image.ts";

/**
 * Computes the median of a square around every byte, with a histogram that slides along each row.
 *
 * The median moves by few levels per pixel, so the histogram is searched from the last one (Huang, Yang and Tang 1979,
 * A Fast Two-Dimensional Median Filtering Algorithm).
 */
export function medianOfLevels(image: Image<Uint8Array>, reach: number): Image<Uint8Array> {
  const { data, height, width, channels } = image;
  const result = copyImage(image);
  const half = ((2 * reach + 1) ** 2) >> 1; // values below or equal to the median, without itself
  const counts = new Int32Array(256);
  const rows = new Int32Array(2 * reach + 1);
  const columns = clampedColumns(width, reach, channels);
  for (let c = 0; c < countColorChannels(image); c++)
    for (let y = 0; y < height; y++) {
      for (let k = 0; k < rows.length; k++)
        rows[k] = Math.min(Math.max(y + k - reach, 0), height - 1) * width * channels + c;
      counts.fill(0);
      for (let u = 0; u < rows.length; u++) for (const row of rows) counts[data[row + columns[u]]]++;
      let [median, below] = [0, 0]; // `below` counts the values below the median
      for (let x = 0, to = y * width * channels + c; ; to += channels) {
        while (below > half) below -= counts[--median];
        while (below + counts[median] <= half) below += counts[median++];
        result.data[to] = median;
        if (++x === width) break;
        const [gone, come] = [columns[x - 1], columns[x + 2 * reach]];
        for (const row of rows) {
          const [old, fresh] = [data[row + gone], data[row + come]];
          counts[old]--;
          if (old < median) below--;
          counts[fresh]++;
          if (fresh < median) below++;
        }
      }
    }
  return result;
}

/** The offsets of the columns from `-reach` to `width - 1 + reach`, within a row. */
function clampedColumns(width: number, reach: number, channels: number): Int32Array {
  return Int32Array.from({ length: width + 2 * reach }, (_, k) => {
    return Math.min(Math.max(k - reach, 0), width - 1) * channels;
  });
}
