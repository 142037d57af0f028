import { headerReader, lettersAt, type ReadHeader } from "./size.ts";

/**
 * Reads the size of a WebP: of its canvas, if it has several frames.
 *
 * @see RFC 9649, 2.5 to 2.7 and 3.4; RFC 6386, 9.1
 */
export const webpInfo: ReadHeader = headerReader("webp", (view, bytes, fail) => {
  const chunk = lettersAt(bytes, 12);
  if (chunk === "VP8X") {
    const side = (at: number): number => 1 + view.getUint8(at) + 256 * view.getUint16(at + 1, true);
    return { height: side(27), width: side(24), channels: (view.getUint8(20) & 0x10) === 0 ? 3 : 4 };
  }
  if (chunk === "VP8L") {
    if (view.getUint8(20) !== 0x2f) throw fail("no signature of lossless WebP", 20);
    const bits = view.getUint32(21, true);
    const [width, height] = [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    return { height, width, channels: (bits & 0x10000000) === 0 ? 3 : 4 };
  }
  if (chunk !== "VP8 ") throw fail(`an unknown first chunk ${JSON.stringify(chunk)}`, 12);
  if (view.getUint16(23) !== 0x9d01 || view.getUint8(25) !== 0x2a) throw fail("no start code of VP8", 23);
  return { height: view.getUint16(28, true) & 0x3fff, width: view.getUint16(26, true) & 0x3fff, channels: 3 };
});
