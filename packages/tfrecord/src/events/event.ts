import { computeHistogram, type Histogram } from "./computeHistogram.ts";

/**
 * One tagged value of a TensorBoard event: a scalar, a histogram, an image, or a plugin's tensor.
 *
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, scalarSummary, type Summary } from "@tensorloom/tfrecord/events";
 *
 * // The scalars of an event by tag.
 * const scalars = (summaries: readonly Summary[]): Record<string, number> =>
 *   Object.fromEntries(summaries.flatMap((one) => (one.kind === "scalar" ? [[one.tag, one.value]] : [])));
 *
 * const record = encodeEvent({ wallTime: 0, step: 3, summaries: [scalarSummary("loss", 0.5), scalarSummary("auc", 0.75)] });
 * scalars(decodeEvent(record).summaries); // => { loss: 0.5, auc: 0.75 }
 * ```
 */
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
  | {
      readonly kind: "tensor";
      readonly tag: string;
      /** The plugin of TensorBoard that reads it, such as `"pr_curves"`. */
      readonly plugin: string;
      /** The plugin's own description, a protocol buffer message. */
      readonly content: Uint8Array;
      readonly shape: readonly number[];
      readonly data: Float32Array;
    }
  | { readonly kind: "other"; readonly tag: string };

/**
 * A record of a TensorBoard event file: summaries at one training step.
 *
 * @see tensorflow/core/util/event.proto
 * @example
 * ```ts
 * import { encodeEvent, type Event, scalarSummary } from "@tensorloom/tfrecord/events";
 * import { frameRecord } from "@tensorloom/tfrecord";
 *
 * const event: Event = { wallTime: 1.5, step: 7, summaries: [scalarSummary("loss", 0.5)] };
 * const bytes = frameRecord(encodeEvent(event)); // append them to an event file
 * bytes.length > 16; // => true
 * ```
 */
export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** The format version, `"brain.Event:2"`: set in the first event of a file only. */
  readonly fileVersion?: string | undefined;
  /** Whether a session starts or continues here: TensorBoard then hides earlier events from this step on. */
  readonly sessionStart?: boolean | undefined;
  readonly summaries: readonly Summary[];
}

/** The format version that TensorBoard reads. */
export const EVENT_VERSION = "brain.Event:2";

/**
 * Creates a scalar summary: a number that TensorBoard plots over the steps.
 *
 * @example
 * ```ts no-run
 * import { scalarSummary } from "@tensorloom/tfrecord/events";
 * import { eventWriter } from "@tensorloom/tfrecord/node";
 *
 * const writer = await eventWriter("runs/1", { clock: Date.now });
 * for (let step = 0; step < 100; step++) await writer.write(step, [scalarSummary("loss", 1 / (step + 1))]);
 * await writer.close(); // TensorBoard plots the files of the folder runs
 * ```
 */
export function scalarSummary(tag: string, value: number): Summary {
  return { kind: "scalar", tag, value };
}

/**
 * Creates a histogram summary: the distribution of numbers over the steps.
 *
 * @throws RangeError if a value is NaN.
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, histogramSummary } from "@tensorloom/tfrecord/events";
 *
 * const summaries = [histogramSummary("dense/kernel", [0.5, -0.25, 0.25])];
 * const [weights] = decodeEvent(encodeEvent({ wallTime: 0, step: 3, summaries })).summaries;
 * weights.kind === "histogram" && [weights.histogram.min, weights.histogram.max]; // => [-0.25, 0.5]
 * ```
 */
export function histogramSummary(tag: string, values: ArrayLike<number>): Summary {
  return { kind: "histogram", tag, histogram: computeHistogram(values) };
}

/**
 * Creates an image summary.
 *
 * @param encoded - The contents of a PNG, JPEG or GIF file.
 * @param height - The image's height in pixels.
 * @param width - The image's width in pixels.
 *
 * @example
 * ```ts no-run
 * import { imageSummary } from "@tensorloom/tfrecord/events";
 * import { eventWriter } from "@tensorloom/tfrecord/node";
 * import { readFile } from "node:fs/promises";
 *
 * const writer = await eventWriter("runs/1", { clock: Date.now });
 * await writer.write(0, [imageSummary("input", await readFile("cat.png"), 224, 224)]);
 * await writer.close();
 * ```
 */
export function imageSummary(tag: string, encoded: Uint8Array, height: number, width: number): Summary {
  return { kind: "image", tag, height, width, encoded };
}
