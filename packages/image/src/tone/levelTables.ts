import { createLike, countColorChannels, type Image, type Pixels } from "../image/image.ts";

/** Copies alpha, if there is one, to an image of the same shape. */
export function copyAlpha({ data, channels }: Image, colors: number, output: Pixels): void {
  if (colors === channels) return;
  for (let i = colors; i < data.length; i += channels) output[i] = data[i];
}

/** Replaces every colour byte by the entry of its channel's table of 256; alpha is copied. */
export function lookUp(image: Image<Uint8Array>, tables: readonly Uint8Array[]): Image<Uint8Array> {
  const { data, height, width, channels } = image;
  const result = createLike(image, height, width);
  const output = result.data;
  const colors = countColorChannels(image);
  copyAlpha(image, colors, output);
  const [first] = tables;
  if (colors === channels && tables.every((table) => table === first))
    for (let i = 0; i < data.length; i++) output[i] = first[data[i]];
  else
    for (let c = 0; c < colors; c++) {
      const table = tables[Math.min(c, tables.length - 1)];
      for (let i = c; i < data.length; i += channels) output[i] = table[data[i]];
    }
  return result;
}

/** Counts the levels of each colour channel. */
export function countLevels(image: Image<Uint8Array>): readonly Int32Array[] {
  const { data, channels } = image;
  return Array.from({ length: countColorChannels(image) }, (_, c) => {
    const counts = new Int32Array(256);
    for (let i = c; i < data.length; i += channels) counts[data[i]]++;
    return counts;
  });
}

/** Whether an image has bytes. */
export function hasBytes(image: Image): image is Image<Uint8Array> {
  return image.data instanceof Uint8Array;
}

/** Returns an image of bytes or floats as the kind that its caller passed. */
export const asKindOf = <P extends Pixels>(_like: Image<P>, image: Image): Image<P> => image as Image<P>; // made from `_like`
