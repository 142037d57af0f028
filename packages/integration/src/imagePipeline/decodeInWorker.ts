import type { MapContext } from "@tensorloom/data";
import { decodeJpegSync, type Image, randomFlipLeftRight } from "@tensorloom/image";

const flip = randomFlipLeftRight();

/** Decodes with the portable decoder and flips: what runs in each worker. */
export default function decode(bytes: Uint8Array, { random }: MapContext): Image {
  return flip(decodeJpegSync(bytes), random);
}
