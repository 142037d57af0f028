/** The EXIF tag of the orientation (EXIF 2.32, table 4). */
const ORIENTATION = 0x0112;

/** Reads the orientation from the first directory of a TIFF structure, which EXIF data is. */
export function tiffOrientation(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const little = tiff[0] === 0x49; // "II", else "MM"
  const first = tiff.length < 8 ? tiff.length : view.getUint32(4, little);
  if (first + 2 > tiff.length) return undefined;
  for (let i = 0; i < view.getUint16(first, little); i++) {
    const entry = first + 2 + 12 * i;
    if (entry + 12 > tiff.length) return undefined;
    const value = view.getUint16(entry + 8, little);
    if (view.getUint16(entry, little) === ORIENTATION) return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
