import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { encodeEvent, EVENT_VERSION, type Summary } from "../events/event.ts";
import { frameRecord } from "../records/frameRecord.ts";
import { fastCrc32c } from "./checksum.ts";

/** Appends events to a file that TensorBoard watches. */
export interface EventWriter {
  readonly path: string;
  /** Adds what is to be shown at a step; it is written in the order of the calls. */
  write(step: number, summaries: readonly Summary[]): Promise<void>;
  /** Flushes to the disk and closes. */
  close(): Promise<void>;
}

/** How {@link eventWriter} names and dates. */
export interface EventWriterOptions {
  /** The time in milliseconds since 1970: pass `Date.now`. */
  readonly clock: () => number;
  /** What the file's name ends with; default nothing. */
  readonly suffix?: string;
}

/**
 * Begins an event file in a folder, for `tensorboard --logdir FOLDER`: training logs without TensorFlow.
 *
 * An event file grows while it is written, so unlike a record file it is there from the start; TensorBoard and our
 * readers take it as it is. Each `write` is in the file when its promise is kept.
 *
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
  checkOptions("eventWriter", options, { clock: "function", suffix: "string" });
  const clock = callable("eventWriter: clock", options.clock);
  mkdirSync(folder, { recursive: true });
  const seconds = String(Math.floor(clock() / 1000)).padStart(10, "0");
  const name = `events.out.tfevents.${seconds}.${hostname()}.${String(process.pid)}${options.suffix ?? ""}`;
  const path = join(folder, name);
  const file = await open(path, "ax");
  let last: Promise<unknown> = Promise.resolve();

  function append(step: number, summaries: readonly Summary[], fileVersion?: string): Promise<void> {
    const event = {
      wallTime: clock() / 1000,
      step,
      summaries,
      ...(fileVersion === undefined ? {} : { fileVersion }),
    };
    const record = frameRecord(encodeEvent(event), fastCrc32c);
    const written = last.then(() => file.appendFile(record));
    last = written.catch(() => undefined); // told by the promise that the caller has
    return written;
  }

  await append(0, [], EVENT_VERSION);
  return {
    path,
    write: (step, summaries) => append(integer("eventWriter: step", step, 0), summaries),
    async close() {
      await last;
      await file.sync();
      await file.close();
    },
  };
}
