import type { Image } from "../image/image.ts";
import type { ForeignFile } from "./decodeImageWith.ts";
import { decodeWithCanvas } from "./decodeWithCanvas.ts";
import { decodeWithImageDecoder, imageDecoderClass } from "./decodeWithImageDecoder.ts";

/**
 * Decodes an image in the fastest way of the browser.
 *
 * WebCodecs decodes JPEGs at a fraction of their size, and PNGs without alpha. It would return JPEGs of full size as YUV,
 * which a canvas converts better. Alpha needs the canvas too: a frame's colours may be multiplied by it.
 */
export async function decodeInBrowser(foreign: ForeignFile): Promise<Image<Uint8Array>> {
  const { format, info, size } = foreign;
  const Decoder = imageDecoderClass();
  const isRgb = format === "jpeg" ? size !== undefined : format === "png" && info.channels % 2 === 1;
  const decoded = Decoder !== undefined && isRgb ? await decodeWithImageDecoder(Decoder, foreign) : undefined;
  return decoded ?? decodeWithCanvas(foreign);
}
