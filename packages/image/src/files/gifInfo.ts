import { headerReader, type ReadHeader } from "./size.ts";

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;

/**
 * Reads the size of a GIF: its logical screen, which is the size of every frame.
 *
 * @see GIF89a, 18 (logical screen descriptor) and 23 (graphic control extension)
 */
export const gifInfo: ReadHeader = headerReader("gif", (view) => {
  const [width, height, packed] = [view.getUint16(6, true), view.getUint16(8, true), view.getUint8(10)];
  let at = 13 + (packed >= 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
  let isTransparent = false;
  while (view.getUint8(at) === EXTENSION) {
    if (view.getUint8(at + 1) === GRAPHIC_CONTROL) isTransparent = (view.getUint8(at + 3) & 1) === 1;
    at += 2;
    for (let block = -1; block !== 0; at += block + 1) block = view.getUint8(at);
  }
  // A first frame that does not cover the screen leaves transparent pixels.
  const covers =
    view.getUint8(at) === IMAGE &&
    view.getUint32(at + 1, true) === 0 &&
    view.getUint16(at + 5, true) >= width &&
    view.getUint16(at + 7, true) >= height;
  return { height, width, channels: isTransparent || !covers ? 4 : 3 };
});
