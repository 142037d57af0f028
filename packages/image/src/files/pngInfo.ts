import { probePng } from "../png/probePng.ts";
import { countSamples } from "../png/pngHeader.ts";
import { lettersAt, type ReadHeader } from "./size.ts";

const PALETTE = 3;

/** Reads the size of a PNG, and whether its palette has transparent colours. */
export const pngInfo: ReadHeader = (bytes, file) => {
  const size = probePng(bytes, file);
  const colorType = bytes[25];
  return { ...size, channels: colorType === PALETTE ? 3 + countAlpha(bytes) : countSamples(colorType) };
};

/** 1 if a transparency chunk comes before the image data, else 0. */
function countAlpha(bytes: Uint8Array): 0 | 1 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 33; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = lettersAt(bytes, at + 4);
    if (type === "tRNS") return 1;
    if (type === "IDAT") return 0;
  }
  return 0;
}
