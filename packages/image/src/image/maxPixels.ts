/** The default limit on pixels per image; as RGB they take 300 MB. */
export const DEFAULT_MAX_PIXELS = 100_000_000;
