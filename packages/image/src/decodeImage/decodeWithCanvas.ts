import { fromImageData } from "../image/fromImageData.ts";
import type { Image } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";
import type { ForeignFile } from "./decodeImageWith.ts";
import { withoutExif } from "./withoutExif.ts";

/** Decodes an image as the browser does, into RGBA. */
export async function decodeWithCanvas({
  bytes,
  format,
  file,
  size,
}: ForeignFile): Promise<Image<Uint8Array>> {
  if (typeof createImageBitmap !== "function" || typeof OffscreenCanvas !== "function")
    throw new ImageError(
      "decoding it needs a browser with createImageBitmap and OffscreenCanvas, or Node with sharp",
      {
        format,
        file,
      },
    );
  const blob = new Blob([withoutExif(bytes, format, file)], { type: `image/${format}` });
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob, {
      imageOrientation: "none",
      premultiplyAlpha: "none",
      colorSpaceConversion: "none",
      ...(size && { resizeHeight: size.height, resizeWidth: size.width, resizeQuality: "medium" }),
    });
  } catch (cause) {
    throw new ImageError("the browser cannot decode it: it is damaged, or of an unknown kind", {
      format,
      file,
      cause,
    });
  }
  try {
    const { height, width } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (context === null) throw new ImageError("this browser has no 2d canvas", { format, file });
    context.drawImage(bitmap, 0, 0);
    return fromImageData(context.getImageData(0, 0, width, height));
  } finally {
    bitmap.close();
  }
}
