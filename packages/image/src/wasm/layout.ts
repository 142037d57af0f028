/** Rounds a size in bytes up, so that what follows it begins at a multiple of 16, with space for a vector between. */
export const aligned = (bytes: number): number => Math.floor((bytes + 47) / 16) * 16;

const PAGE = 4096;

/**
 * The first address from `end` on that is in the middle of a page of 4 KB: for what is copied in or out.
 *
 * The memory of a large typed array begins 16 bytes after the start of a page, if the C library maps it. Processors
 * with fast string copies (AMD Zen 3 and 4) copy 2 KB and more at a twentieth of their speed if the target is 1 to 31
 * bytes further in its page than the source: 2.7 GB/s instead of 50. In the middle of a page it is neither.
 */
export const halfwayIn = (end: number): number => Math.ceil((end - PAGE / 2) / PAGE) * PAGE + PAGE / 2;
