import { histogramOf, type Histogram } from "./histogram.ts";
import { utf8 } from "../wire/utf8.ts";
import { WireWriter } from "../wire/wireWriter.ts";

/** One thing that a TensorBoard event says. */
export type Summary =
  | { readonly kind: "scalar"; readonly tag: string; readonly value: number }
  | { readonly kind: "histogram"; readonly tag: string; readonly histogram: Histogram }
  | {
      readonly kind: "image";
      readonly tag: string;
      readonly height: number;
      readonly width: number;
      /** The image as a PNG, JPEG or GIF file. */
      readonly encoded: Uint8Array;
    }
  | { readonly kind: "other"; readonly tag: string };

/** A record of a TensorBoard event file. */
export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** The format's version: only the first event of a file has it. */
  readonly fileVersion?: string;
  readonly summaries: readonly Summary[];
}

/**
 * The version that TensorBoard reads.
 *
 * @example
 * ```ts
 * import { EVENT_VERSION } from "@tensorloom/tfrecord";
 *
 * EVENT_VERSION; // => "brain.Event:2"
 * ```
 */
export const EVENT_VERSION = "brain.Event:2";

/**
 * A number to plot over the steps.
 *
 * @example
 * ```ts
 * import { scalar } from "@tensorloom/tfrecord";
 *
 * scalar("loss", 0.25); // => { kind: "scalar", tag: "loss", value: 0.25 }
 * ```
 */
export function scalar(tag: string, value: number): Summary {
  return { kind: "scalar", tag, value };
}

/**
 * How numbers are distributed, to plot over the steps.
 *
 * @example
 * ```ts
 * import { histogram } from "@tensorloom/tfrecord";
 *
 * const { tag, kind } = histogram("weights", [0.1, -0.2, 0.3]);
 * [tag, kind]; // => ["weights", "histogram"]
 * ```
 */
export function histogram(tag: string, values: ArrayLike<number>): Summary {
  return { kind: "histogram", tag, histogram: histogramOf(values) };
}

/**
 * A picture, as a PNG, JPEG or GIF file of this size.
 *
 * @example
 * ```ts no-run
 * import { image } from "@tensorloom/tfrecord";
 * import { eventWriter } from "@tensorloom/tfrecord/node";
 * import { readFile } from "node:fs/promises";
 *
 * const writer = await eventWriter("runs/1", { clock: Date.now });
 * await writer.write(0, [image("input", await readFile("cat.png"), 224, 224)]);
 * await writer.close();
 * ```
 */
export function image(tag: string, encoded: Uint8Array, height: number, width: number): Summary {
  return { kind: "image", tag, height, width, encoded };
}

const writer = new WireWriter();

/**
 * Encodes an event as TensorBoard reads it: the data of a record of an event file.
 *
 * @throws RangeError where a summary is of the kind `other`, whose content is not known.
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, scalar } from "@tensorloom/tfrecord";
 *
 * const bytes = encodeEvent({ wallTime: 0, step: 3, summaries: [scalar("loss", 0.5)] });
 * decodeEvent(bytes).summaries; // => [{ kind: "scalar", tag: "loss", value: 0.5 }]
 * ```
 */
export function encodeEvent({ wallTime, step, fileVersion, summaries }: Event): Uint8Array<ArrayBuffer> {
  writer.begin();
  if (summaries.length > 0) {
    for (const summary of [...summaries].reverse()) {
      const before = writer.written;
      writeSummary(summary);
      writer.bytes(1, utf8(summary.tag));
      writer.head(1, before);
    }
    writer.head(5, 0);
  }
  if (fileVersion !== undefined) writer.bytes(3, utf8(fileVersion));
  writer.number(2, step);
  writer.double(1, wallTime);
  return writer.taken();
}

function writeSummary(summary: Summary): void {
  const before = writer.written;
  switch (summary.kind) {
    case "scalar":
      writer.float(2, summary.value);
      break;
    case "histogram":
      writeHistogram(summary.histogram);
      writer.head(5, before);
      break;
    case "image":
      writer.bytes(4, summary.encoded);
      writer.number(3, 3); // colour space: RGB
      writer.number(2, summary.width);
      writer.number(1, summary.height);
      writer.head(4, before);
      break;
    case "other":
      throw new RangeError(
        `encodeEvent: the summary ${summary.tag} is of a kind that is read over, not written`,
      );
  }
}

function writeHistogram({ min, max, count, sum, sumSquares, limits, counts }: Histogram): void {
  let before = writer.written;
  writer.doubles(counts);
  writer.head(7, before);
  before = writer.written;
  writer.doubles(limits);
  writer.head(6, before);
  [min, max, count, sum, sumSquares]
    .map((value, i) => [i + 1, value])
    .reverse()
    .forEach(([field, value]) => writer.double(field, value));
}
