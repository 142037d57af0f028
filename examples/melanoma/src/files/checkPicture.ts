import { decodeImage, probeJpeg, probePng } from "@tensorloom/image";

/** In how many bytes at the end of a file its last marker is looked for; other programs add data of their own. */
const TAIL = 1024;

/** The last marker of a JPEG file (end of image). */
const JPEG_END = Buffer.of(0xff, 0xd9);

/** The name of the last chunk of a PNG file. */
const PNG_END = Buffer.from("IEND");

/**
 * Reads the header of a JPEG or PNG file, and looks for its end. Decodes it if that is missing, and any other file.
 *
 * @throws ImageError if it is not a picture, or is cut off.
 */
export async function checkPicture(bytes: Uint8Array): Promise<void> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    probeJpeg(bytes);
    if (endsWith(bytes, JPEG_END)) return;
  } else if (bytes[0] === 0x89 && bytes[1] === 0x50) {
    probePng(bytes);
    if (endsWith(bytes, PNG_END)) return;
  }
  await decodeImage(bytes);
}

function endsWith({ buffer, byteOffset, length }: Uint8Array, marker: Buffer): boolean {
  const size = Math.min(TAIL, length);
  return Buffer.from(buffer, byteOffset + length - size, size).includes(marker);
}
