import { oneOf, WireWriter } from "@tensorloom/core/internal";
import { encodeUtf8 } from "../wire/utf8.ts";
import type { Summary } from "./event.ts";

/** `Status` of TensorBoard's hparams plugin. */
const STATUSES = { success: 1, failure: 2 } as const;

/**
 * Creates the start of a session for TensorBoard's HParams tab: its hyperparameters.
 *
 * Write it once to the folder of a run. The tab lists it with the last scalars of the folder and the folders in it.
 *
 * @param hyperparameters - Texts, numbers and booleans by name.
 * @param seconds - When the run started, in seconds since 1970.
 * @see TensorBoard, `tensorboard.plugins.hparams.api.hparams_pb`
 * @example
 * ```ts no-run
 * import { sessionEndSummary, sessionStartSummary } from "@tensorloom/tfrecord/events";
 * import { eventWriter } from "@tensorloom/tfrecord/node";
 *
 * const writer = await eventWriter("runs/1", { clock: Date.now });
 * await writer.write(0, [sessionStartSummary({ optimizer: "adam", dropout: 0.2 }, Date.now() / 1000)]);
 * // train
 * await writer.write(0, [sessionEndSummary("success", Date.now() / 1000)]);
 * await writer.close();
 * ```
 */
export function sessionStartSummary(
  hyperparameters: Readonly<Record<string, string | number | boolean>>,
  seconds: number,
): Summary {
  const writer = new WireWriter();
  writer.reset();
  writer.double(5, seconds);
  for (const [name, value] of Object.entries(hyperparameters).reverse()) {
    const before = writer.written;
    if (typeof value === "number") writer.double(2, value);
    else if (typeof value === "string") writer.bytes(3, encodeUtf8(value));
    else writer.number(4, Number(value));
    writer.lengthPrefix(2, before);
    writer.bytes(1, encodeUtf8(name));
    writer.lengthPrefix(1, before);
  }
  writer.lengthPrefix(3, 0);
  return pluginSummary("_hparams_/session_start_info", writer);
}

/**
 * Creates the end of a session for TensorBoard's HParams tab.
 *
 * @param status - Whether the run ended as planned.
 * @param seconds - When the run ended, in seconds since 1970.
 * @throws RangeError if the status is another one.
 * @example
 * ```ts
 * import { decodeEvent, encodeEvent, sessionEndSummary } from "@tensorloom/tfrecord/events";
 *
 * const summaries = [sessionEndSummary("success", 1_700_000_000)];
 * decodeEvent(encodeEvent({ wallTime: 1_700_000_000, step: 0, summaries })).summaries[0].tag;
 * // => "_hparams_/session_end_info"
 * ```
 */
export function sessionEndSummary(status: "success" | "failure", seconds: number): Summary {
  oneOf("sessionEndSummary: status", status, ["success", "failure"]);
  const writer = new WireWriter();
  writer.reset();
  writer.double(2, seconds);
  writer.number(1, STATUSES[status]);
  writer.lengthPrefix(4, 0);
  return pluginSummary("_hparams_/session_end_info", writer);
}

/** The plugin reads the description alone; the tensor is empty. */
function pluginSummary(tag: string, content: WireWriter): Summary {
  return {
    kind: "tensor",
    tag,
    plugin: "hparams",
    content: content.finish(),
    shape: [0],
    data: new Float32Array(0),
  };
}
