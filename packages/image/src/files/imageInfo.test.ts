import { describe, expect, it } from "vitest";
import { describeBytes } from "./describeBytes.ts";
import { imageFormat } from "./imageFormat.ts";
import { imageInfo } from "./imageInfo.ts";

const latin1 = (text: string, length = 0): Uint8Array => {
  const bytes = new Uint8Array(Math.max(length, text.length));
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
/** A TFRecord with an Example of 6 bytes: length, its checksum, the data, its checksum. */
const record = Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0x0a, 4, 0x0a, 2, 8, 1, 5, 6, 7, 8);

describe("bytes that are not an image", () => {
  it.each([
    [latin1(""), "an empty file"],
    [latin1("\xef\xbb\xbf\n<!DOCTYPE html><p>404"), "an HTML page, such as a server's error page"],
    [latin1('<?xml version="1.0"?><svg>'), "an SVG image; convert it to PNG or JPEG first"],
    [latin1("<?xml version='1.0'?><a/>"), "XML text"],
    [latin1("\x1f\x8b\x08\0\0\0\0"), "gzip-compressed data; decompress it first"],
    [latin1("PK\x03\x04...."), "a ZIP archive; unpack it first"],
    [latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "a HEIC image; convert it to PNG or JPEG first"],
    [latin1("\0\0\0\x18ftypisom\0\0\0\0isommp42"), 'a video or another file of the brand "isom"'],
    [latin1("II*\0\x08\0\0\0"), "a TIFF image; convert it to PNG or JPEG first"],
    [latin1(`${"\0".repeat(128)}DICM`), "a DICOM image; convert it to PNG or JPEG first"],
    [record, "a TFRecord file; read its records and parse them first, with @tensorloom/tfrecord"],
    [record.subarray(12, 18), "a serialized tf.train.Example; parse it first, with @tensorloom/tfrecord"],
    [
      latin1("version https://git-lfs.github.com/spec/v1"),
      "a Git LFS pointer, not the file; run git lfs pull",
    ],
    [latin1("/9j/4AAQSkZJRg"), "a JPEG as Base64 text; decode the text first"],
    [latin1('{"error": "not found"}\nmore'), 'text that begins with "{\\"error\\": \\"not found\\"}"'],
    [new Uint8Array(32), "32 zeros; the file was not written or downloaded completely"],
    [Uint8Array.of(1, 2, 3, 0xab), "the bytes 01 02 03 AB"],
  ])("%s: %s", (bytes, description) => {
    expect(describeBytes(bytes)).toBe(description);
    expect(imageFormat(bytes)).toBeUndefined();
    expect(() => imageInfo(bytes, "a.jpg")).toThrow(
      `a.jpg: image: a JPEG, PNG, WebP, GIF, BMP or AVIF expected, got ${description}`,
    );
  });
});

describe("imageFormat", () => {
  it.each([
    [latin1("\xff\xd8\xff\xe0"), "jpeg"],
    [latin1("\x89PNG\r\n\x1a\n"), "png"],
    [latin1("GIF89a"), "gif"],
    [latin1("RIFF\x10\0\0\0WEBPVP8 "), "webp"],
    [latin1("\0\0\0\x18ftypmif1\0\0\0\0mif1avif"), "avif"],
    [latin1("BM......\0\0\x36\0\0\0\x28\0\0\0"), "bmp"],
    [latin1("BM is the beginning of a text"), undefined],
    [latin1("RIFF\x10\0\0\0WAVE...."), undefined],
  ])("of %s is %s", (bytes, format) => {
    expect(imageFormat(bytes)).toBe(format);
  });
});

describe("imageInfo", () => {
  it.each([
    ["png", "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0", "png: the data ends in the header, at byte 18"],
    ["gif", "GIF89a\x05", "gif: the data ends in the header, at byte 7"],
    ["webp", "RIFF\x10\0\0\0WEBPVP8 \0", "webp: the data ends in the header"],
    ["webp", "RIFF\x10\0\0\0WEBPICCP\0\0\0\0", 'webp: an unknown first chunk "ICCP", at byte 12'],
    ["avif", "\0\0\0\x10ftypavif\0\0\0\0", "avif: no meta box"],
    ["bmp", "BM....\0\0\0\0\x36\0\0\0\x28\0\0\0", "bmp: the data ends in the header"],
  ])("of a %s header that is cut is an error", (_format, text, sentence) => {
    expect(() => imageInfo(latin1(text))).toThrow(sentence);
  });

  it("names the kind of BMP that is not supported", () => {
    const rle = latin1("BM....\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\x08\0\x01\0\0\0", 54);
    expect(() => imageInfo(rle)).toThrow(
      "bmp: run-length coding (RLE8) is not supported; save it uncompressed",
    );
  });

  it("reads the transparency of a PNG's palette from the chunks before its data", () => {
    const header = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x05\0\0\0\x02\x08\x03\0\0\0....";
    const chunk = (type: string): string => `\0\0\0\x01${type}.....`;
    const size = { format: "png", height: 2, width: 5 };
    expect(imageInfo(latin1(header + chunk("PLTE") + chunk("tRNS") + chunk("IDAT")))).toEqual({
      ...size,
      channels: 4,
    });
    expect(imageInfo(latin1(header + chunk("PLTE") + chunk("IDAT") + chunk("tRNS")))).toEqual({
      ...size,
      channels: 3,
    });
  });
});
