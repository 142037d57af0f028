import { SESSION_START } from "./encodeEvent.ts";
import type { Event, Summary } from "./event.ts";
import type { Histogram } from "./computeHistogram.ts";
import { readMessage, type Fields } from "../wire/readMessage.ts";
import { readFloatTensor, readHistogramTensor, readImageTensor, readScalarTensor } from "./summaryTensor.ts";
import { decodeUtf8 } from "../wire/utf8.ts";

/**
 * Decodes a record of a TensorBoard event file.
 *
 * Scalars, histograms and images are read in the forms that TensorFlow 1 and 2 write. Floats of other plugins have the
 * kind `tensor`, and all other summaries the kind `other`.
 *
 * @throws ExampleError if the bytes are not a protocol buffer message.
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, scalarSummary } from "@tensorloom/tfrecord/events";
 *
 * const record = encodeEvent({ wallTime: 1.5, step: 7, summaries: [scalarSummary("loss", 0.5)] });
 * const { step, summaries } = decodeEvent(record);
 * [step, ...summaries.map(({ tag }) => tag)]; // => [7, "loss"]
 * ```
 */
export function decodeEvent(data: Uint8Array): Event {
  const fields = readMessage(data);
  const version = fields.bytes(3);
  const summary = fields.bytes(5);
  const session = fields.bytes(7);
  const isStart = session !== undefined && readMessage(session).integer(1) === SESSION_START;
  return {
    wallTime: fields.double(1),
    step: fields.integer(2),
    ...(version === undefined ? {} : { fileVersion: decodeUtf8(version, "file_version") }),
    ...(isStart ? { sessionStart: true } : {}),
    summaries:
      summary === undefined
        ? []
        : readMessage(summary)
            .all(1)
            .map((one) => decodeSummary(readMessage(one))),
  };
}

const NOTHING = new Uint8Array(0);

function decodeSummary(value: Fields): Summary {
  const tag = decodeUtf8(value.bytes(1) ?? NOTHING, "tag");
  const [image, histogram, tensor] = [value.bytes(4), value.bytes(5), value.bytes(8)];
  if (value.has(2)) return { kind: "scalar", tag, value: value.float(2) };
  if (histogram !== undefined)
    return { kind: "histogram", tag, histogram: decodeHistogram(readMessage(histogram)) };
  if (image !== undefined) {
    const fields = readMessage(image);
    const [height, width] = [fields.integer(1), fields.integer(2)];
    return { kind: "image", tag, height, width, encoded: fields.bytes(4) ?? NOTHING };
  }
  return (
    (tensor === undefined ? undefined : decodeTensor(tag, readPlugin(value), readMessage(tensor))) ?? {
      kind: "other",
      tag,
    }
  );
}

/** What the metadata say a tensor is for. */
interface Plugin {
  readonly plugin: string;
  readonly content: Uint8Array;
}

function readPlugin(value: Fields): Plugin {
  const data = readMessage(readMessage(value.bytes(9) ?? NOTHING).bytes(1) ?? NOTHING);
  return {
    plugin: decodeUtf8(data.bytes(1) ?? NOTHING, "plugin_name"),
    content: data.bytes(2) ?? NOTHING,
  };
}

function decodeTensor(tag: string, plugin: Plugin, tensor: Fields): Summary | undefined {
  switch (plugin.plugin) {
    case "scalars": {
      const value = readScalarTensor(tensor);
      return value === undefined ? undefined : { kind: "scalar", tag, value };
    }
    case "histograms": {
      const histogram = readHistogramTensor(tensor);
      return histogram === undefined ? undefined : { kind: "histogram", tag, histogram };
    }
    case "images": {
      const image = readImageTensor(tensor);
      return image === undefined ? undefined : { kind: "image", tag, ...image };
    }
    default: {
      const floats = readFloatTensor(tensor);
      return floats === undefined ? undefined : { kind: "tensor", tag, ...plugin, ...floats };
    }
  }
}

function decodeHistogram(fields: Fields): Histogram {
  const [min, max, count, sum, sumSquares] = [1, 2, 3, 4, 5].map((field) => fields.double(field));
  return { min, max, count, sum, sumSquares, limits: fields.doubles(6), counts: fields.doubles(7) };
}
