import { contactSheet, encodePngSync, type Image } from "@tensorloom/image";
import type { NDArray } from "@tensorloom/data";
import { imageSummary, type Summary } from "@tensorloom/tfrecord/events";

/**
 * Creates a summary of images, arranged in a grid.
 *
 * Bytes are shown as they are. Floats from 0 to 1 and from 0 to 255 are, too; others, such as normalised ones, are
 * stretched so that the least becomes black and the greatest white.
 *
 * @param name - The function and argument, for errors.
 * @param images - `[count, height, width, channels]`, or `[height, width, channels]` of one image.
 * @param count - At most so many are shown; default: all.
 * @throws RangeError if it has another shape.
 */
export function imageGrid(name: string, tag: string, images: NDArray, count?: number): Summary {
  const { data, shape } = images;
  const [rows, height, width, channels] = shape.length === 3 ? [1, ...shape] : shape;
  const isImages = (shape.length === 3 || shape.length === 4) && channels <= 4 && rows > 0;
  if (!isImages)
    throw new RangeError(
      `${name} must be [count, height, width, channels] with 1 to 4 channels, got [${shape.join(", ")}]`,
    );
  const size = height * width * channels;
  const used = Math.min(rows, count ?? rows);
  const levels = toLevels(data.subarray(0, used * size));
  const sheet = contactSheet(
    Array.from({ length: used }, (_, at): Image<Uint8Array> => {
      return { data: levels.subarray(at * size, (at + 1) * size), height, width, channels };
    }),
  );
  return imageSummary(tag, encodePngSync(sheet), sheet.height, sheet.width);
}

/** Converts numbers to levels from 0 to 255. */
function toLevels(data: NDArray["data"]): Uint8Array {
  if (data instanceof Uint8Array) return data;
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of data) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const [low, high] = least < 0 || greatest > 255 ? [least, greatest] : [0, greatest <= 1 ? 1 : 255];
  const scale = 255 / (high - low || 1);
  return Uint8Array.from(data, (value) => Math.round((value - low) * scale));
}
