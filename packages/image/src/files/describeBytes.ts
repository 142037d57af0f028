import { isHeic, readBrands } from "./isoBrands.ts";
import { looksLikeExample, looksLikeTFRecord } from "./tensorFlowFiles.ts";

/** What a file is, and what to do with it. */
interface Description {
  readonly what: string;
  /** The bytes at `at`, as Latin-1. */
  readonly text: string;
  readonly at?: number;
}

const CONVERT = "convert it to PNG or JPEG first";
const UNPACK = "unpack it first";

/** How files begin that people take for images. */
const SIGNATURES: readonly Description[] = [
  { text: "II*\0", what: `a TIFF image; ${CONVERT}` },
  { text: "MM\0*", what: `a TIFF image; ${CONVERT}` },
  { text: "II+\0", what: `a BigTIFF image; ${CONVERT}` },
  { text: "MM\0+", what: `a BigTIFF image; ${CONVERT}` },
  { text: "\xff\x0a", what: `a JPEG XL image; ${CONVERT}` },
  { text: "\0\0\0\x0cJXL ", what: `a JPEG XL image; ${CONVERT}` },
  { text: "\0\0\0\x0cjP  ", what: `a JPEG 2000 image; ${CONVERT}` },
  { text: "8BPS", what: `a Photoshop image; ${CONVERT}` },
  { text: "\0\0\x01\0", what: `an icon (ICO); ${CONVERT}` },
  { text: "DICM", at: 128, what: `a DICOM image; ${CONVERT}` },
  { text: "%PDF", what: `a PDF; ${CONVERT}` },
  { text: "\x1f\x8b", what: "gzip-compressed data; decompress it first" },
  { text: "\x28\xb5\x2f\xfd", what: "Zstandard-compressed data; decompress it first" },
  { text: "BZh", what: "bzip2-compressed data; decompress it first" },
  { text: "\xfd7zXZ\0", what: "xz-compressed data; decompress it first" },
  { text: "PK\x03\x04", what: `a ZIP archive; ${UNPACK}` },
  { text: "7z\xbc\xaf", what: `a 7z archive; ${UNPACK}` },
  { text: "Rar!", what: `a RAR archive; ${UNPACK}` },
  { text: "ustar", at: 257, what: `a tar archive; ${UNPACK}` },
  { text: "\x89HDF", what: "an HDF5 file" },
  { text: "\x93NUMPY", what: "a NumPy array" },
  { text: "PAR1", what: "a Parquet file" },
  { text: "version https://git-lfs", what: "a Git LFS pointer, not the file; run git lfs pull" },
  { text: "/9j/", what: "a JPEG as Base64 text; decode the text first" },
  { text: "iVBORw0KGgo", what: "a PNG as Base64 text; decode the text first" },
  { text: "data:", what: "a data URL; decode its Base64 text first" },
];

/**
 * Describes bytes that are not an image that can be decoded, for error messages.
 *
 * @returns Such as `"an HTML page, such as a server's error page"`.
 */
export function describeBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  const known = SIGNATURES.find(({ text, at = 0 }) => start.startsWith(text, at));
  if (known !== undefined) return known.what;
  if (isHeic(bytes)) return `a HEIC image; ${CONVERT}`;
  const brand = readBrands(bytes).at(0);
  if (brand !== undefined) return `a video or another file of the brand ${JSON.stringify(brand)}`;
  if (looksLikeTFRecord(bytes))
    return "a TFRecord file; read its records and parse them first, with @tensorloom/tfrecord";
  if (looksLikeExample(bytes))
    return "a serialized tf.train.Example; parse it first, with @tensorloom/tfrecord";
  if (bytes.every((byte) => byte === 0))
    return `${String(bytes.length)} zeros; the file was not written or downloaded completely`;
  return describeText(start) ?? `the bytes ${hex(bytes.subarray(0, 8))}`;
}

/** Describes text; undefined if the bytes are not text. */
function describeText(start: string): string | undefined {
  const text = start.replace(/^\xef\xbb\xbf/, "").trimStart();
  if (/^<(?:!doctype html|html|head|body)/i.test(text)) return "an HTML page, such as a server's error page";
  if (/^<(?:\?xml|svg|!--)/i.test(text))
    return text.includes("<svg") ? `an SVG image; ${CONVERT}` : "XML text";
  // eslint-disable-next-line no-control-regex -- control characters are what text does not have
  if (text === "" || /[\0-\x08\x0e-\x1f]/.test(text)) return undefined;
  const line = text.split(/\r?\n/, 1)[0];
  return `text that begins with ${JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}…` : line)}`;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
