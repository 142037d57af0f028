import { callable, checkOptions, checkPlace, integer, joinPlace } from "@tensorloom/core/internal";
import { eventPlatform } from "#event-platform";
import { encodeEvent } from "./encodeEvent.ts";
import { type Event, EVENT_VERSION, type Summary } from "./event.ts";
import { frameRecord } from "../records/frameRecord.ts";
import { openEventFile } from "./eventFile.ts";

/**
 * Appends events to an event file.
 *
 * @example
 * ```ts no-run
 * import { scalarSummary } from "@tensorloom/tfrecord/events";
 * import { eventWriter, type EventWriter } from "@tensorloom/tfrecord/node";
 *
 * const writer: EventWriter = await eventWriter("runs/1", { clock: Date.now });
 * await writer.write(1, [scalarSummary("loss", 0.5)]);
 * await writer.close();
 * ```
 */
export interface EventWriter {
  /** The path or the address of the event file. */
  readonly path: string;
  /**
   * Appends the summaries of a step. Calls are written in their order. The promise resolves after the write; an
   * object cannot grow, so at an address it may be written later: every 30 seconds, and by `close`.
   */
  write(step: number, summaries: readonly Summary[]): Promise<void>;
  /** Writes what is missing, flushes the file to disk and closes it. */
  close(): Promise<void>;
}

/**
 * Options of {@link eventWriter}.
 *
 * @inline
 */
interface EventWriterOptions {
  /** Returns the time in milliseconds since 1970: pass `Date.now`. */
  readonly clock: () => number;
  /** The end of the file's name; default: empty. */
  readonly suffix?: string | undefined;
  /**
   * Hides events of earlier files in the folder from this step on. Pass the step after the last one that counts when a
   * run resumes, and 0 when it starts again. Default: nothing is hidden.
   */
  readonly purgeStep?: number | undefined;
}

/**
 * Creates an event file in a folder, for `tensorboard --logdir FOLDER`.
 *
 * Unlike a record file, an event file exists from the start and grows with each `write`. TensorBoard and
 * `readRecordFile` can read it at any time. The folder is created if it does not exist.
 *
 * @param folder - A path, or an address such as `s3://runs/first`; in a browser an address, such as `opfs:runs/first`.
 * @throws TypeError if `folder` is neither; StorageError if an object cannot be written.
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { decodeEvent, scalarSummary } from "@tensorloom/tfrecord/events";
 * import { eventWriter, readRecordFile } from "@tensorloom/tfrecord/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * const writer = await eventWriter(folder, { clock: Date.now });
 * for (let step = 0; step < 3; step++) await writer.write(step, [scalarSummary("loss", 1 / (step + 1))]);
 * await writer.close();
 * const steps: number[] = [];
 * for await (const record of readRecordFile(writer.path)) if (decodeEvent(record).summaries.length > 0) steps.push(decodeEvent(record).step);
 * rmSync(folder, { recursive: true });
 * steps; // => [0, 1, 2]
 * ```
 */
export async function eventWriter(folder: string, options: EventWriterOptions): Promise<EventWriter> {
  checkOptions("eventWriter", options, { clock: "function", suffix: "string", purgeStep: "number" });
  const clock = callable("eventWriter: clock", options.clock);
  const { purgeStep, suffix = "" } = options;
  if (purgeStep !== undefined) integer("eventWriter: purgeStep", purgeStep, 0);
  checkPlace("eventWriter: folder", folder);
  const seconds = String(Math.floor(clock() / 1000)).padStart(10, "0");
  const name = `events.out.tfevents.${seconds}.${eventPlatform.writerName()}${suffix}`;
  const file = await openEventFile(joinPlace(folder, name), clock);
  let last: Promise<unknown> = Promise.resolve();

  function append(step: number, more: Omit<Event, "wallTime" | "step">): Promise<void> {
    const event = encodeEvent({ wallTime: clock() / 1000, step, ...more });
    const record = frameRecord(event, eventPlatform.checksum);
    const written = last.then(() => file.append(record));
    last = written.catch(() => undefined); // reported by the promise that the caller holds
    return written;
  }

  await append(0, { fileVersion: EVENT_VERSION, summaries: [] });
  if (purgeStep !== undefined) await append(purgeStep, { sessionStart: true, summaries: [] });
  return {
    path: file.path,
    write: (step, summaries) => append(integer("eventWriter: step", step, 0), { summaries }),
    async close() {
      await last;
      await file.close();
    },
  };
}
