/** Thrown if compressed bytes are truncated, corrupt, or followed by other bytes. */
export class CompressionError extends Error {
  override readonly name = "CompressionError";
}
