import { ImageError } from "../image/imageError.ts";
import type { PngImageHeader } from "./pngHeader.ts";

/** Every file may take this much memory: RGBA of 4096x4096, with the rows that it is made of. */
const ALWAYS_ALLOWED_BYTES = 130 * 2 ** 20;
/** Rows that a file may have, with those of the reduced images: a row takes time however short it is. */
const MAX_ROWS = 2 ** 21;
/** A larger file may take so many bytes for each of its own: a photograph takes about 4, a drawing 20 to 50. */
const MAX_BYTES_PER_FILE_BYTE = 100;

/**
 * Refuses a small file that claims to be a huge picture, before memory is allocated.
 *
 * Deflate reaches 1032 to 1, so that 100 KB may be a picture of 100 megapixels of one colour.
 *
 * @param rows - Rows of all passes.
 * @param decoded - Bytes of the rows and of the pixels together.
 * @throws ImageError
 */
export function checkDecodingCost(
  rows: number,
  decoded: number,
  fileBytes: number,
  { height, width }: PngImageHeader,
  file: string | undefined,
): void {
  if (rows > MAX_ROWS)
    throw new ImageError(
      `${String(rows)} rows exceed the limit of ${String(MAX_ROWS)}; if you trust the file, set maxPixels: ${String(height * width)}`,
      { format: "png", file },
    );
  const most = Math.max(ALWAYS_ALLOWED_BYTES, fileBytes * MAX_BYTES_PER_FILE_BYTE);
  if (decoded <= most) return;
  const [size, limit] = [decoded, most].map((bytes) => `${String(Math.round(bytes / 1e6))} MB`);
  throw new ImageError(
    `${String(height)} rows of ${String(width)} take ${size}, and the limit for a file of ${String(fileBytes)} bytes is ${limit}; if you trust it, set maxPixels: ${String(height * width)}`,
    { format: "png", file },
  );
}
