/** Compressed bytes that end too early, are broken, or are followed by bytes that do not belong to them. */
export class CompressionError extends Error {
  override readonly name = "CompressionError";
}
