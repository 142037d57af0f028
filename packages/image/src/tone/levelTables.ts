import { createUnset, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { countAllLevels } from "../levels/countAllLevels.ts";
import { lookUpInto } from "../levels/lookUpInto.ts";

/** Copies alpha, if there is one, to an image of the same shape. */
export function copyAlpha({ data, channels }: Image, colors: number, output: Pixels): void {
  if (colors === channels) return;
  for (let i = colors; i < data.length; i += channels) output[i] = data[i];
}

/** Replaces every colour byte by the entry of its channel's table of 256; alpha is copied. */
export function lookUp(image: Image<Uint8Array>, tables: readonly Uint8Array[]): Image<Uint8Array> {
  const { data, height, width, channels } = image;
  const result = createUnset(image, height, width);
  lookUpInto(data, channels, tables, result.data);
  return result;
}

/** Counts the levels of each colour channel. */
export function countLevels(image: Image<Uint8Array>): readonly Int32Array[] {
  return countAllLevels(image.data, image.channels).slice(0, countColorChannels(image));
}

/** Whether an image has bytes. */
export function hasBytes(image: Image): image is Image<Uint8Array> {
  return image.data instanceof Uint8Array;
}

/** Returns an image of bytes or floats as the kind that its caller passed. */
export const asKindOf = <P extends Pixels>(_like: Image<P>, image: Image): Image<P> => image as Image<P>; // made from `_like`
