import type { DecisionBudget } from "../entropy/arithmeticReader.ts";
import { type RowConverter } from "./rowConverter.ts";
import { type Frame, parseFrame } from "../file/frame.ts";
import { MarkerReader } from "../entropy/markerReader.ts";
import { Output } from "./output.ts";
import type { JpegRatio } from "./outputPlan.ts";
import { type Coefficients, decodeMcuRow, type Scan } from "./scan.ts";
import { recordProgress, parseScanHeader } from "../file/scanHeader.ts";
import { beginScan } from "./beginScan.ts";
import { createSmoother } from "./smoothing.ts";
import {
  createTables,
  readConditioning,
  readHuffman,
  readQuantization,
  type DecoderTables,
} from "../entropy/decoderTables.ts";
import type { Warnings } from "../entropy/warnings.ts";

/** The conversion to pixels, and their destination. */
export interface PixelSink {
  readonly convert: RowConverter;
  /** The number of components that the conversion needs. */
  readonly components: number;
  readonly channels: number;
  /** How many times smaller the pixels are than the file's; default 1. */
  readonly ratio?: JpegRatio;
  /** Returns the memory for the pixels; called when the image data starts. */
  readonly pixels: () => Uint8Array;
}

/**
 * Decodes a JPEG exactly as libjpeg-turbo does.
 *
 * The results are those of its fast integer IDCT with fancy upsampling, bit for bit.
 *
 * @param bytes - A validated file.
 * @param maxDecisions - The limit on arithmetic decoding decisions.
 * @throws Error if the bytes cannot be decoded. Damage that libjpeg tolerates is added to `warnings`.
 */
export function decodeBytes(
  bytes: Uint8Array,
  sink: PixelSink,
  warnings: Warnings,
  maxDecisions: number = Number.POSITIVE_INFINITY,
): void {
  new Decoder(bytes, sink, warnings, maxDecisions).run();
}

class Decoder {
  readonly #reader: MarkerReader;
  readonly #sink: PixelSink;
  readonly #warnings: Warnings;
  readonly #tables: DecoderTables = createTables();
  #frame: Frame | undefined;
  readonly #budget: DecisionBudget;
  #interval = 0;
  #scans = 0;
  /** The coefficients of all components, if the file has several scans. */
  #stores: readonly Coefficients[] | undefined;

  constructor(bytes: Uint8Array, sink: PixelSink, warnings: Warnings, maxDecisions: number) {
    this.#budget = { left: maxDecisions };
    this.#reader = new MarkerReader(bytes, 2, warnings);
    this.#sink = sink;
    this.#warnings = warnings;
  }

  run(): void {
    for (;;) {
      const marker = this.#reader.next();
      if (marker === 0xd9) break;
      if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
      this.#segment(marker, this.#body(marker));
    }
    if (this.#frame === undefined || this.#scans === 0) throw new Error("there is no image data");
    if (this.#stores !== undefined) this.#output(this.#frame, this.#stores);
  }

  #body(marker: number): Uint8Array {
    const reader = this.#reader;
    const from = reader.position;
    const said = 256 * reader.bytes[from] + reader.bytes[from + 1];
    const length = marker >= 0xe0 ? Math.max(2, said) : said;
    if (!(length >= 2 && from + length <= reader.bytes.length))
      throw new Error(`the segment FF ${marker.toString(16).toUpperCase()} runs past the end`);
    reader.position = from + length;
    return reader.bytes.subarray(from + 2, from + length);
  }

  #segment(marker: number, body: Uint8Array): void {
    if (marker === 0xda) this.#scan(body);
    else if (marker === 0xdb) readQuantization(this.#tables, body);
    else if (marker === 0xc4) readHuffman(this.#tables, body);
    else if (marker === 0xcc) readConditioning(this.#tables, body);
    else if (marker === 0xdd) {
      if (body.length !== 2) throw new Error("a restart interval has a wrong length");
      this.#interval = 256 * body[0] + body[1];
    } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) {
      if (this.#frame !== undefined) throw new Error("there are two frame headers");
      this.#frame = parseFrame(marker, body);
    } else if (!(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe && marker !== 0xdc)
      throw new Error(`the marker FF ${marker.toString(16).toUpperCase().padStart(2, "0")} is unknown`);
  }

  #scan(body: Uint8Array): void {
    const frame = this.#frame;
    if (frame === undefined) throw new Error("a scan comes before the frame header");
    const header = parseScanHeader(frame, body);
    if (this.#scans > 0 && this.#stores === undefined)
      throw new Error("more image data follows the only scan");
    this.#scans += 1;
    if (frame.progressive) recordProgress(header, this.#scans === 1, (what) => this.#warnings.add(what));
    const scan = beginScan(frame, header, this.#tables, this.#reader, this.#interval, this.#budget);
    const whole = header.components.length === frame.components.length && !frame.progressive;
    if (this.#scans === 1 && whole) this.#stream(frame, scan);
    else this.#store(frame, scan);
  }

  /** Decodes a single scan, converting each MCU row to pixels immediately. */
  #stream(frame: Frame, scan: Scan): void {
    const stores = frame.components.map(({ storedAcross, down }) => ({
      data: new Int16Array(64 * storedAcross * down),
      firstRow: 0,
    }));
    const output = this.#pixels(frame);
    // A scan may list its components in a different order from the frame.
    const order = scan.components.map((component) => stores[frame.components.indexOf(component)]);
    for (let row = 0; row < frame.mcusDown; row++) {
      for (const [i, store] of stores.entries()) {
        store.data.fill(0);
        store.firstRow = row * frame.components[i].down;
      }
      decodeMcuRow(scan, frame, row, order);
      output.unitRow(row, stores);
    }
  }

  /** Decodes one of several scans into the stored coefficients. */
  #store(frame: Frame, scan: Scan): void {
    this.#stores ??= frame.components.map(({ storedAcross, storedDown }) => ({
      data: new Int16Array(64 * storedAcross * storedDown),
      firstRow: 0,
    }));
    const stores = this.#stores;
    const order = scan.components.map((component) => stores[frame.components.indexOf(component)]);
    for (let row = 0; row < frame.mcusDown; row++) decodeMcuRow(scan, frame, row, order);
  }

  #pixels(frame: Frame): Output {
    const { convert, components, channels, ratio = 1, pixels } = this.#sink;
    return new Output(frame, { convert, components, channels, ratio }, pixels());
  }

  #output(frame: Frame, stores: readonly Coefficients[]): void {
    const output = this.#pixels(frame);
    const smooth = createSmoother(frame, stores);
    for (let row = 0; row < frame.mcusDown; row++) output.unitRow(row, smooth?.(row) ?? stores);
  }
}
