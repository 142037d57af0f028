import { type Image, toRgb, toUint8 } from "@tensorloom/image";

/** An image of ours as a bitmap, which moves to the page without a copy. */
export function bitmapOf(image: Image): Promise<ImageBitmap> {
  const { data, height, width } = toRgb(toUint8(image));
  const pixels = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let at = 0, to = 0; at < data.length; at += 3, to += 4) {
    pixels[to] = data[at];
    pixels[to + 1] = data[at + 1];
    pixels[to + 2] = data[at + 2];
  }
  return createImageBitmap(new ImageData(pixels, width, height));
}
