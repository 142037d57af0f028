import { fromImageData, type Image } from "@tensorloom/image";

/** What a canvas can draw: elements of a page and bitmaps. */
type Drawable = HTMLCanvasElement | HTMLImageElement | HTMLVideoElement | ImageBitmap | OffscreenCanvas;

const CLASSES = [
  "HTMLCanvasElement",
  "HTMLImageElement",
  "HTMLVideoElement",
  "ImageBitmap",
  "OffscreenCanvas",
] as const;

/**
 * Reads the pixels of an element or a bitmap at its own size; undefined if the value is not one.
 *
 * @throws RangeError if it has no pixels yet: an image or a video that has not been loaded.
 */
export function drawn(value: unknown): Image<Uint8Array> | undefined {
  if (!isDrawable(value)) return undefined;
  const [height, width] = sizeOf(value);
  if (height === 0 || width === 0)
    throw new RangeError(
      `${tagOf(value)} has no pixels yet; await image.decode() or the video's first frame`,
    );
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser has no 2d canvas; pass the file's bytes instead");
  context.drawImage(value, 0, 0);
  return fromImageData(context.getImageData(0, 0, width, height));
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function isDrawable(value: unknown): value is Drawable {
  return typeof value === "object" && value !== null && CLASSES.some((name) => name === tagOf(value));
}

/** Height and width of the picture itself, not of the element on the page. */
function sizeOf(source: Drawable): readonly [number, number] {
  if ("naturalHeight" in source) return [source.naturalHeight, source.naturalWidth];
  if ("videoHeight" in source) return [source.videoHeight, source.videoWidth];
  return [source.height, source.width];
}
