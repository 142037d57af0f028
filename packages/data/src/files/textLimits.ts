/** How many bytes of text are read together. */
export const BLOCK_BYTES: number = 2 ** 18;

/** The default of the longest row or line, in bytes. */
export const DEFAULT_MAX: number = 2 ** 26;

/** The highest limit of a row or line, in bytes: a JavaScript string has at most 2^29 characters. */
export const HIGHEST_MAX: number = 2 ** 28;
