import { ImageError } from "@tensorloom/image";

interface Signature {
  readonly format: string;
  /** The bytes at `at`, as Latin-1. */
  readonly text: string;
  readonly at: number;
}

/** How files begin: those that are decoded, and those that people try. */
const SIGNATURES: readonly Signature[] = [
  { format: "jpeg", text: "\xff\xd8", at: 0 },
  { format: "png", text: "\x89PNG", at: 0 },
  { format: "GIF", text: "GIF8", at: 0 },
  { format: "WebP", text: "WEBP", at: 8 },
  { format: "AVIF", text: "avif", at: 8 },
  { format: "HEIC", text: "hei", at: 8 },
  { format: "TIFF", text: "II*\0", at: 0 },
  { format: "TIFF", text: "MM\0*", at: 0 },
  { format: "BMP", text: "BM", at: 0 },
  { format: "PDF", text: "%PDF", at: 0 },
  { format: "page of HTML or SVG", text: "<", at: 0 },
];

/**
 * Recognizes a JPEG or PNG by its first bytes.
 *
 * @throws ImageError if it is neither; the message names the format if that is known.
 */
export function fileFormat(bytes: Uint8Array, file: string): "jpeg" | "png" {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = SIGNATURES.find(({ text, at }) => start.startsWith(text, at))?.format;
  if (found === "jpeg" || found === "png") return found;
  const hex = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const got = bytes.length === 0 ? "an empty file" : found === undefined ? `bytes ${hex}` : `a ${found}`;
  throw new ImageError(`a JPEG or PNG expected, got ${got}`, { format: "image", file });
}
