/** The most brands that are read. */
const MAX_BRANDS = 32;

/** Returns the brands of a file in the ISO base media format, the major one first; empty for other files. */
export function readBrands(bytes: Uint8Array): readonly string[] {
  const textAt = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 16 || textAt(4) !== "ftyp") return [];
  const length = 2 ** 24 * bytes[0] + 65536 * bytes[1] + 256 * bytes[2] + bytes[3];
  const end = Math.min(length, bytes.length, 16 + 4 * MAX_BRANDS);
  const brands = [textAt(8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(at));
  return brands;
}

/** Whether a file is AVIF: a picture or a sequence. */
export const isAvif = (bytes: Uint8Array): boolean =>
  readBrands(bytes).some((brand) => brand === "avif" || brand === "avis");

/** Whether a file is HEIC: pictures coded by HEVC, as phones write them. */
export const isHeic = (bytes: Uint8Array): boolean =>
  readBrands(bytes).some((brand) => /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand));
