/** The first byte of a serialized Example: field 1, with a length. */
const FEATURES = 0x0a;

/** Whether bytes look like a serialized Example: one field, `features`, that fills them. */
export function looksLikeExample(bytes: Uint8Array, from = 0, length: number = bytes.length - from): boolean {
  if (length < 4 || bytes[from] !== FEATURES) return false;
  let inside = 0;
  for (let at = from + 1, shift = 1; at < bytes.length && at < from + 6; at++, shift *= 128) {
    inside += (bytes[at] & 0x7f) * shift;
    if (bytes[at] < 0x80) return at + 1 - from + inside === length;
  }
  return false;
}

/** Whether bytes look like a TFRecord file: a length, four bytes, and an Example of that length. */
export function looksLikeTFRecord(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.getUint32(4, true) === 0 && looksLikeExample(bytes, 12, view.getUint32(0, true));
}
