import { WireWriter } from "@tensorloom/core/internal";
import { encodeUtf8 } from "../wire/utf8.ts";
import type { Histogram } from "./computeHistogram.ts";
import type { Event, Summary } from "./event.ts";
import { FLOAT } from "./summaryTensor.ts";

/** `SessionLog.START` */
export const SESSION_START = 1;

const writer = new WireWriter();

/**
 * Encodes an event as a record of an event file.
 *
 * @throws RangeError if a summary has the kind `other`.
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, scalarSummary } from "@tensorloom/tfrecord/events";
 *
 * const bytes = encodeEvent({ wallTime: 0, step: 3, summaries: [scalarSummary("loss", 0.5)] });
 * decodeEvent(bytes).summaries; // => [{ kind: "scalar", tag: "loss", value: 0.5 }]
 * ```
 */
export function encodeEvent(event: Event): Uint8Array<ArrayBuffer> {
  const { wallTime, step, fileVersion, sessionStart = false, summaries } = event;
  writer.reset();
  if (sessionStart) {
    writer.number(1, SESSION_START);
    writer.lengthPrefix(7, 0);
  }
  if (summaries.length > 0) {
    const before = writer.written;
    for (const summary of [...summaries].reverse()) {
      const start = writer.written;
      writeSummary(summary);
      writer.bytes(1, encodeUtf8(summary.tag));
      writer.lengthPrefix(1, start);
    }
    writer.lengthPrefix(5, before);
  }
  if (fileVersion !== undefined) writer.bytes(3, encodeUtf8(fileVersion));
  writer.number(2, step);
  writer.double(1, wallTime);
  return writer.finish();
}

function writeSummary(summary: Summary): void {
  const before = writer.written;
  switch (summary.kind) {
    case "scalar":
      writer.float(2, summary.value);
      break;
    case "histogram":
      writeHistogram(summary.histogram);
      writer.lengthPrefix(5, before);
      break;
    case "image":
      writer.bytes(4, summary.encoded);
      writer.number(3, 3); // colour space: RGB
      writer.number(2, summary.width);
      writer.number(1, summary.height);
      writer.lengthPrefix(4, before);
      break;
    case "tensor":
      writeMetadata(summary.tag, summary.plugin, summary.content);
      writeTensor(summary.shape, summary.data);
      break;
    case "other":
      throw new RangeError(
        `encodeEvent: the summary ${summary.tag} has the kind "other", which cannot be written`,
      );
  }
}

/** Writes the metadata of a tensor: its plugin, and the tag as the title. */
function writeMetadata(tag: string, plugin: string, content: Uint8Array): void {
  const before = writer.written;
  writer.bytes(2, encodeUtf8(tag));
  const beforePlugin = writer.written;
  if (content.length > 0) writer.bytes(2, content);
  writer.bytes(1, encodeUtf8(plugin));
  writer.lengthPrefix(1, beforePlugin);
  writer.lengthPrefix(9, before);
}

function writeTensor(shape: readonly number[], data: Float32Array): void {
  const before = writer.written;
  if (data.length > 0) {
    writer.floats(data);
    writer.lengthPrefix(4, before);
  }
  const beforeShape = writer.written;
  for (const length of [...shape].reverse()) {
    const beforeLength = writer.written;
    if (length > 0) writer.number(1, length);
    writer.lengthPrefix(2, beforeLength);
  }
  writer.lengthPrefix(2, beforeShape);
  writer.number(1, FLOAT);
  writer.lengthPrefix(8, before);
}

function writeHistogram({ min, max, count, sum, sumSquares, limits, counts }: Histogram): void {
  let before = writer.written;
  writer.doubles(counts);
  writer.lengthPrefix(7, before);
  before = writer.written;
  writer.doubles(limits);
  writer.lengthPrefix(6, before);
  [min, max, count, sum, sumSquares]
    .map((value, i) => [i + 1, value])
    .reverse()
    .forEach(([field, value]) => writer.double(field, value));
}
