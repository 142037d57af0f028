import { checkOptions, integer, oneOf } from "@tensorloom/core";
import { checkImage, type Image } from "./image.ts";

/** How `encodeJpeg` encodes. */
export interface EncodeJpegOptions {
  /** From 1 (smallest) to 100 (best), by the scale of the Independent JPEG Group; default 95, as tf.io.encode_jpeg. */
  readonly quality?: number | undefined;
  /** The resolution of colour: full (`"444"`), half across (`"422"`), or half both ways (`"420"`, the default, as TensorFlow's). */
  readonly subsampling?: Subsampling | undefined;
}

/** The resolution of colour, by its usual name. */
export type Subsampling = "444" | "422" | "420";

/** The most rows or columns that libjpeg writes and reads; a JPEG's fields hold 35 more. */
const MOST_SIDE = 65_500;

/** Checks what can be a JPEG and how, and fills in the defaults. */
export function checkEncodable(
  image: Image<Uint8Array>,
  options: EncodeJpegOptions,
): { readonly quality: number; readonly subsampling: Subsampling } {
  checkOptions<EncodeJpegOptions>("encodeJpeg", options, { quality: "number", subsampling: "string" });
  const { quality = 95, subsampling = "420" } = options;
  checkImage("encodeJpeg", image);
  if (!(image.data instanceof Uint8Array))
    throw new TypeError("encodeJpeg: image.data must be a Uint8Array; toUint8(image) makes one of floats");
  oneOf("encodeJpeg: image.channels", image.channels, [1, 3]);
  integer("encodeJpeg: image.height", image.height, 1, MOST_SIDE);
  integer("encodeJpeg: image.width", image.width, 1, MOST_SIDE);
  integer("encodeJpeg: quality", quality, 1, 100);
  oneOf("encodeJpeg: subsampling", subsampling, ["444", "422", "420"]);
  return { quality, subsampling };
}
