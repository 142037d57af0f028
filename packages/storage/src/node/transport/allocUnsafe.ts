/** Allocates bytes without zeroing them, for reads that fill them or return the filled part. */
export function allocUnsafe(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}
