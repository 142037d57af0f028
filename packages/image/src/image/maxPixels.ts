/** The default limit on an image's size: 100 megapixels, whose RGB takes 300 MB. */
export const DEFAULT_MAX_PIXELS = 100_000_000;
