/** glibc maps blocks of at least this size, until one that is larger has been freed. */
const MAPPED_BYTES = 2 ** 17;
/** Just below the largest block whose release changes that: 32 MiB. */
const LARGE_BYTES = 2 ** 25 - 2 ** 16;

const platform = typeof process === "undefined" ? "browser" : process.platform;
let isDone = platform !== "linux";

/**
 * Makes the C library of Linux keep the memory of images that the garbage collector has freed, for later images.
 *
 * Otherwise every image has new pages of the operating system, and a page fault for each 4 KB: a flip of 1024x1024 RGB
 * pixels takes 1.4 ms, not 0.2. glibc keeps freed memory, up to 64 MiB of it, once a block of almost 32 MiB has been
 * freed. So this allocates one, at the first image of more than 128 KiB. It is never touched, so it takes no memory, and
 * the next garbage collection frees it.
 *
 * @param bytes - The size of the image.
 * @see https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD
 */
export function keepFreedMemory(bytes: number): void {
  if (isDone || bytes < MAPPED_BYTES) return;
  isDone = new ArrayBuffer(LARGE_BYTES).byteLength > 0;
}
