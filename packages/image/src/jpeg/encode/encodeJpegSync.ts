import { checkEncodable, type Encodable, type EncodeJpegOptions } from "./checkEncodable.ts";
import type { CanvasPixels } from "../../image/fromImageData.ts";
import type { Image } from "../../image/image.ts";
import { BitWriter } from "./bitWriter.ts";
import { createBlockWriter } from "./blockWriter.ts";
import { splitComponents, type JpegComponent, type JpegComponents } from "./splitComponents.ts";
import { HUFFMAN } from "../tables/huffmanTables.ts";
import { scaleQuantization, ZIGZAG } from "../tables/quantizationTables.ts";
import { MARKER } from "../file/readSegments.ts";

/** JFIF 1.1, square pixels, no thumbnail (T.871, 10.1). */
const JFIF: readonly number[] = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

/**
 * Encodes bytes to a baseline JPEG, synchronously and in any engine.
 *
 * A gray image becomes a gray file.
 *
 * @param image - Bytes of 1 or 3 channels, or a canvas's pixels. With 4 channels, the alpha must be 255; it is dropped.
 * @param options - Quality and chroma subsampling.
 * @throws TypeError if the image has floats; RangeError if its channels or sides, or an option, are out of range.
 * @see ITU-T T.81 (1992); T.871 (JFIF)
 * @example
 * ```ts
 * import { encodeJpegSync, probeJpeg } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(16 * 16), height: 16, width: 16, channels: 1 };
 * probeJpeg(encodeJpegSync(image, { quality: 90 })).channels; // => 1
 * ```
 */
export function encodeJpegSync(
  image: Image<Uint8Array> | CanvasPixels,
  options: EncodeJpegOptions = {},
): Uint8Array {
  return encodePortably(checkEncodable("encodeJpegSync", image, options));
}

/** Encodes a checked image with the portable encoder. */
export function encodePortably({ pixels, quality, subsampling }: Encodable): Uint8Array {
  const tables = scaleQuantization(quality);
  const planes = splitComponents(pixels, subsampling);
  const writer = new BitWriter();
  writeHeaders(writer, pixels, planes.components, tables);
  writeScan(writer, planes, tables);
  writer.bytes(0xff, MARKER.eoi);
  return writer.finish();
}

type Tables = ReturnType<typeof scaleQuantization>;

/** Writes the headers: JFIF, quantization, frame, Huffman tables, scan. */
function writeHeaders(
  writer: BitWriter,
  { height, width }: Image,
  components: readonly JpegComponent[],
  tables: Tables,
): void {
  const used = components.length === 1 ? [0] : [0, 1];
  writer.bytes(0xff, MARKER.soi);
  writer.segment(MARKER.app0, JFIF);
  for (const table of used) writer.segment(MARKER.dqt, [table, ...ZIGZAG.map((at) => tables[table][at])]);
  const sizes = [8, height >> 8, height & 0xff, width >> 8, width & 0xff, components.length];
  const frame = components.flatMap(({ across, down, table }, i) => [i + 1, 16 * across + down, table]);
  writer.segment(MARKER.sof0, [...sizes, ...frame]);
  for (const [type, name] of (["dc", "ac"] as const).entries())
    for (const table of used) {
      const { counts, symbols } = HUFFMAN[name][table];
      writer.segment(MARKER.dht, [16 * type + table, ...counts, ...symbols]);
    }
  const scan = components.flatMap(({ table }, i) => [i + 1, 17 * table]);
  writer.segment(MARKER.sos, [components.length, ...scan, 0, 63, 0]);
}

/** Writes the image data, MCU by MCU (T.81, A.2.3). */
function writeScan(
  writer: BitWriter,
  { unitsAcross, unitsDown, components }: JpegComponents,
  tables: Tables,
): void {
  const coded = components.map((component) => ({
    ...component,
    write: createBlockWriter(component.table, tables[component.table]),
  }));
  for (let unitY = 0; unitY < unitsDown; unitY++)
    for (let unitX = 0; unitX < unitsAcross; unitX++)
      for (const { across, down, samples, stride, write } of coded)
        for (let y = 0; y < down; y++)
          for (let x = 0; x < across; x++)
            write(samples, 8 * ((unitY * down + y) * stride + unitX * across + x), stride, writer);
  writer.fill();
}
