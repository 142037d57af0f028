/** The limit on memory kept for later images. New memory costs a page fault for each 4 KB. */
const MAX_KEPT_BYTES = 2 ** 26;

const kept: Buffer[] = [];

/** Returns memory of at least this many bytes, reused if possible. It is not cleared. */
export function acquireScratch(bytes: number): Buffer {
  const at = kept.findIndex(({ length }) => length >= bytes && length <= 2 * bytes);
  return at < 0 ? Buffer.allocUnsafeSlow(bytes) : kept.splice(at, 1)[0];
}

/**
 * Keeps memory for a later image.
 *
 * The oldest memory beyond the limit is dropped. The caller must not use the memory any more.
 */
export function releaseScratch(memory: Buffer): void {
  kept.push(memory);
  let bytes = kept.reduce((sum, { length }) => sum + length, 0);
  while (bytes > MAX_KEPT_BYTES) bytes -= kept.shift()?.length ?? bytes;
}
