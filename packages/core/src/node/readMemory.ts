/** The size of a page of memory, and of the cache of files. */
const PAGE_BYTES = 4096;

/** Memory from this size on begins 16 bytes after a page with glibc: it is mapped from the system. */
const MAPPED_BYTES = 2 ** 17;

/**
 * Returns the first offset from `least` on to which a read from a position of a file copies fast.
 *
 * AMD's Zen 3 copies four times slower (2.3 instead of 9.5 GB/s) if the target is 1 to 31 bytes further in its page
 * than the source, as large memory of glibc is for whole pages of a file. So the offset is half a page further; small
 * memory has any place in its page.
 *
 * @see https://xuanwo.io/2023/04-rust-std-fs-slower-than-python/
 * @example
 * ```ts
 * import { fastReadOffset } from "@tensorloom/core/internal/node";
 *
 * [fastReadOffset(0, 0, 2 ** 20), fastReadOffset(3000, 4096, 2 ** 20)]; // => [2048, 6144]
 * ```
 */
export function fastReadOffset(least: number, position: number, bytes: number): number {
  if (bytes < MAPPED_BYTES) return least;
  const far = (position + PAGE_BYTES / 2 - least) % PAGE_BYTES;
  return least + (far < 0 ? far + PAGE_BYTES : far);
}

/**
 * Allocates bytes for a read from a position of a file, without zeroing them: that would double the cost.
 *
 * @example
 * ```ts
 * import { allocForRead } from "@tensorloom/core/internal/node";
 *
 * allocForRead(1000, 0).length; // => 1000
 * ```
 */
export function allocForRead(bytes: number, position: number): Uint8Array<ArrayBuffer> {
  const offset = fastReadOffset(0, position, bytes);
  return new Uint8Array(Buffer.allocUnsafeSlow(offset + bytes).buffer, offset, bytes);
}
