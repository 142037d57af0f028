import { ImageError } from "../image/imageError.ts";
import type { PngImageHeader } from "./pngHeader.ts";

/**
 * The memory that any file may take.
 *
 * It is enough for RGBA of 4096x4096 and its rows.
 */
const ALWAYS_ALLOWED_BYTES = 130 * 2 ** 20;
/**
 * The maximum number of rows, including those of reduced images.
 *
 * Even a short row takes time.
 */
const MAX_ROWS = 2 ** 21;
/**
 * The memory limit of a larger file, per byte of the file.
 *
 * A photograph takes about 4 bytes per byte, a drawing 20 to 50.
 */
const MAX_BYTES_PER_FILE_BYTE = 100;

/**
 * Throws for a small file that claims to be a huge picture.
 *
 * It is called before memory is allocated. Deflate compresses by up to 1032:1, so 100 KB may be a picture of 100
 * megapixels of one colour.
 *
 * @param rows - The number of rows in all passes.
 * @param decoded - The bytes of rows and pixels together.
 * @throws ImageError if a limit is exceeded.
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
