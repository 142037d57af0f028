/** Memory that is kept for later images, at most. New memory costs a page fault for each 4 KB. */
const MAX_KEPT_BYTES = 2 ** 26;

const kept: Buffer[] = [];

/** Memory of at least so many bytes, used before if some is kept. It is not cleared. */
export function acquireScratch(bytes: number): Buffer {
  const at = kept.findIndex(({ length }) => length >= bytes && length <= 2 * bytes);
  return at < 0 ? Buffer.allocUnsafeSlow(bytes) : kept.splice(at, 1)[0];
}

/** Keeps memory for a later image; the oldest is dropped if there is too much. Nobody else may use it any more. */
export function releaseScratch(memory: Buffer): void {
  kept.push(memory);
  let bytes = kept.reduce((sum, { length }) => sum + length, 0);
  while (bytes > MAX_KEPT_BYTES) bytes -= kept.shift()?.length ?? bytes;
}
