import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { DETECTION_BYTES } from "../records/compression.ts";
import type { ByteBudget } from "./byteBudget.ts";
import { fastCrc32c } from "./checksum.ts";
import { recordPrefetcher, type RecordPrefetcher } from "./recordPrefetcher.ts";
import { type ReadFileOptions } from "./readRecordFile.ts";
import { findRecordFiles } from "./findRecordFiles.ts";

/**
 * Options of {@link readRecordFiles}.
 *
 * @inline
 */
export interface ReadFilesOptions extends Omit<ReadFileOptions, "file" | "reuse"> {
  /** The number of open files; default 4. */
  readonly concurrency?: number | undefined;
  /**
   * True: file after file, with the next files prefetched. False: one record of each open file in turn, like
   * `num_parallel_reads` of `tf.data.TFRecordDataset`. Both orders are deterministic. Default true.
   */
  readonly ordered?: boolean | undefined;
  /**
   * The memory budget of all open files in bytes: blocks and prefetched records. Default 64 MiB. The next record is read
   * even if it is longer.
   */
  readonly maxBytes?: number | undefined;
}

const KNOWN: OptionKinds<ReadFilesOptions> = {
  maxRecordBytes: "number",
  checksum: "function",
  damage: "string",
  onDamage: "function",
  compression: "string",
  blockBytes: "number",
  concurrency: "number",
  ordered: "boolean",
  maxBytes: "number",
};

/** The maximum number of blocks of a file: two, and two more of decompressed bytes if it is compressed. */
const MAX_BLOCKS_PER_FILE = 4;
const MIN_BLOCK_BYTES = 4096;

/**
 * Reads the records of many files or objects, with several of them open.
 *
 * @param patterns - Paths, addresses and globs of them, as {@link findRecordFiles} takes them.
 * @throws TFRecordError if a file is damaged and `damage` does not skip it; errors of `node:fs` for paths;
 * StorageError for addresses.
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
  const {
    concurrency = 4,
    ordered = true,
    maxBytes = 2 ** 26,
    ...rest
  } = checkOptions("readRecordFiles", options, KNOWN);
  integer("readRecordFiles: concurrency", concurrency, 1);
  integer("readRecordFiles: maxBytes", maxBytes, 1);
  const paths = [...(await findRecordFiles(patterns))];
  const count = Math.min(concurrency, paths.length);
  const blockBytes = chooseBlockBytes(rest.blockBytes, maxBytes, count);
  const budget: ByteBudget = {
    max: Math.max(0, maxBytes - MAX_BLOCKS_PER_FILE * count * blockBytes),
    used: 0,
  };
  const readers: (RecordPrefetcher | undefined)[] = [];
  const hungry = new Set<RecordPrefetcher>(); // in the order of their turns
  let open = 0;

  function next(): RecordPrefetcher | undefined {
    const path = paths.shift();
    if (path === undefined) return undefined;
    const reader = recordPrefetcher({
      budget,
      maxBytes: budget.max / (2 * count),
      file: { ...rest, checksum: rest.checksum ?? fastCrc32c, file: path, blockBytes },
    });
    hungry.add(reader);
    open += 1;
    return reader;
  }

  /** Lets readers prefetch in the order of their turns while the budget lasts. */
  function readAhead(): void {
    for (const reader of hungry) {
      if (reader.state === "waiting" && !reader.canFill) return;
      hungry.delete(reader);
      if (reader.state !== "waiting") continue;
      const enqueue = (): void => {
        if (reader.state === "waiting") hungry.add(reader);
      };
      reader.fill(false).then(enqueue, () => undefined); // its error is thrown when its turn comes
    }
  }

  try {
    while (readers.length < count) readers.push(next());
    for (let turn = 0; open > 0;) {
      readAhead();
      const reader = readers[turn];
      while (reader !== undefined) {
        if (reader.state === "reading") await reader.whenIdle();
        else if (reader.state === "waiting") await reader.fill(true);
        else break;
      }
      if (reader?.state === "ready") {
        const record = reader.take();
        hungry.add(reader); // skipped if it has more records ready
        readAhead();
        yield record;
        budget.used -= record.length;
        if (!ordered) turn = (turn + 1) % count;
        continue;
      }
      if (reader !== undefined) {
        await reader.close();
        open -= 1;
      }
      if (ordered) readers.push(readers.shift() === undefined ? undefined : next());
      else {
        readers[turn] = next();
        turn = (turn + 1) % count;
      }
    }
  } finally {
    await Promise.all(readers.map(async (reader) => reader?.close()));
  }
}

/** Chooses the block size so that the blocks of all files take at most half of the budget. */
function chooseBlockBytes(wanted = 2 ** 20, maxBytes: number, count: number): number {
  integer("readRecordFiles: blockBytes", wanted, DETECTION_BYTES);
  return Math.min(
    wanted,
    Math.max(MIN_BLOCK_BYTES, Math.floor(maxBytes / (2 * MAX_BLOCKS_PER_FILE * Math.max(1, count)))),
  );
}
