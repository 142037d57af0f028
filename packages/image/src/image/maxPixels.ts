/** The default limit on an image's size: 100 megapixels, or 300 MB of RGB. */
export const DEFAULT_MAX_PIXELS = 100_000_000;
