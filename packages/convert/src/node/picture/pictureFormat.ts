/** The first bytes of each format of pictures; `.` matches any byte. */
const SIGNATURES: readonly (readonly [format: PictureFormat, start: RegExp])[] = [
  ["jpeg", /^\xff\xd8\xff/],
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["webp", /^RIFF[^]{4}WEBP/],
  ["gif", /^GIF8[79]a/],
  ["bmp", /^BM[^]{12}/],
];

/** A format of pictures that records may hold. */
export type PictureFormat = "jpeg" | "png" | "webp" | "gif" | "bmp";

/** The end of a file name for each format. */
export const EXTENSION: Readonly<Record<PictureFormat, string>> = {
  jpeg: ".jpg",
  png: ".png",
  webp: ".webp",
  gif: ".gif",
  bmp: ".bmp",
};

/** Detects the format of a picture by its first bytes; undefined for other content. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.find(([, signature]) => signature.test(start))?.[0];
}
