import { integer } from "@tensorloom/core";
import { batchesOf } from "../recordBatches.ts";
import { fastCrc32c } from "./checksum.ts";
import { fileWindow, type ReadFileOptions } from "./readRecordFile.ts";
import { recordPaths } from "./recordPaths.ts";

/** How {@link readRecordFiles} reads. */
export interface ReadFilesOptions extends Omit<ReadFileOptions, "file" | "reuse"> {
  /** How many files are open at once; default 4. */
  readonly concurrency?: number;
  /** Whether the records come in the order of the files, or as they are read; default true. */
  readonly ordered?: boolean;
}

type Records = readonly Uint8Array[];
interface Arrival {
  readonly reader: Reader;
  readonly step: IteratorResult<Records, void>;
}

interface Reader {
  readonly batches: AsyncGenerator<Records, void, undefined>;
  arrival: Promise<Arrival>;
}

/** Records are handed from file to caller in small batches: one race a batch, not one a record. */
const BATCH = 64;

/**
 * Reads the records of many files, some of which are open at once.
 *
 * @param patterns - Paths and globs, as {@link recordPaths} takes them.
 * @throws TFRecordError where a file is not a whole TFRecord file, unless `damage` says otherwise; what `node:fs` throws.
 * @example
 * ```ts
 * import { readRecordFiles } from "@tensorloom/tfrecord/node";
 *
 * let count = 0;
 * for await (const record of readRecordFiles("packages/tfrecord/fixtures/records.*.tfrecord")) count += record.length > 0 ? 1 : 0;
 * count; // => 15
 * ```
 */
export async function* readRecordFiles(
  patterns: string | readonly string[],
  options: ReadFilesOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const concurrency = integer("readRecordFiles: concurrency", options.concurrency ?? 4, 1);
  const waiting = [...recordPaths(patterns)];
  const open: Reader[] = [];
  try {
    for (;;) {
      while (open.length < concurrency && waiting.length > 0)
        open.push(begin(waiting.shift() ?? "", options));
      if (open.length === 0) return;
      const first =
        options.ordered === false ? Promise.race(open.map((one) => one.arrival)) : open[0].arrival;
      const { reader, step } = await first;
      if (step.done === true) open.splice(open.indexOf(reader), 1);
      else {
        advance(reader); // the next batch is read while this one is looked at
        yield* step.value;
      }
    }
  } finally {
    // a batch under way is waited for: its file is closed after it
    await Promise.all(
      open.map(({ batches, arrival }) => arrival.catch(() => undefined).then(() => batches.return())),
    );
  }
}

function begin(path: string, options: ReadFilesOptions): Reader {
  const batches = fileBatches(path, options);
  // its first batch is asked for in the next line
  const reader: Reader = { batches, arrival: Promise.reject(new Error("not begun")) };
  reader.arrival.catch(() => undefined);
  advance(reader);
  return reader;
}

async function* fileBatches(
  path: string,
  options: ReadFilesOptions,
): AsyncGenerator<Records, void, undefined> {
  yield* batchesOf(await fileWindow(path, options), BATCH, { checksum: fastCrc32c, ...options, file: path });
}

function advance(reader: Reader): void {
  reader.arrival = reader.batches.next().then((step) => ({ reader, step }));
  reader.arrival.catch(() => undefined); // told when it is this file's turn
}
