/** The default limit on pixels per image, which take 300 MB as RGB. */
export const DEFAULT_MAX_PIXELS = 100_000_000;
