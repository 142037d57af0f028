/** The side of a small picture, in pixels: sharp on screens of double density. */
const SIDE = 144;

/** A small square picture of a file. */
export async function thumbnail(file: Blob, name: string): Promise<ImageBitmap> {
  try {
    const whole = await createImageBitmap(file, { imageOrientation: "from-image" });
    const side = Math.min(whole.width, whole.height);
    const [left, top] = [(whole.width - side) >> 1, (whole.height - side) >> 1];
    const small = await createImageBitmap(whole, left, top, side, side, {
      resizeWidth: SIDE,
      resizeHeight: SIDE,
      resizeQuality: "medium",
    });
    whole.close();
    return small;
  } catch (cause) {
    throw new Error(`${name}: this browser cannot decode the picture`, { cause });
  }
}
