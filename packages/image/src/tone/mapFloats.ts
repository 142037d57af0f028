import { countColorChannels, copyImage, type Image, type Pixels } from "../image/image.ts";

/** Applies a function to every colour value of an image of floats; alpha is copied. */
export function mapFloats<P extends Pixels>(image: Image<P>, change: (value: number) => number): Image<P> {
  const result = copyImage(image);
  const { data, channels } = result;
  const colors = countColorChannels(image);
  for (let at = 0; at < data.length; at += channels)
    for (let i = at; i < at + colors; i++) data[i] = change(data[i]);
  return result;
}
