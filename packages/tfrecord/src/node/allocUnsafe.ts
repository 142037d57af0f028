/** Plain bytes of whatever the memory held before: for a read that fills them, where zeroing would cost as much again. */
export function allocUnsafe(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}
