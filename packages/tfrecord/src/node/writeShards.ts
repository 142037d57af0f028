import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import {
  type AtomicFile,
  checkPlace,
  isAddress,
  joinPlace,
  openAtomicFile,
  syncFolder,
} from "@tensorloom/core/internal/node";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FOOTER_BYTES, HEADER_BYTES } from "../records/frameRecord.ts";
import { WRITE_OPTIONS, writeRecords, type WriteOptions } from "../records/writeRecords.ts";
import { fastCrc32c } from "./checksum.ts";
import { checkSetName } from "./shards/setNames.ts";
import { publishShards, throwIfSetExists } from "./shards/shardSet.ts";

/**
 * Options of {@link writeShards}.
 *
 * @inline
 */
export interface ShardOptions extends WriteOptions {
  /** The start of the file names: not empty, without a slash. */
  readonly name: string;
  /** The maximum number of records per file; default: unlimited. */
  readonly maxRecords?: number | undefined;
  /** The maximum size of a file before compression, in bytes; a longer record has its own file. Default: unlimited. */
  readonly maxBytes?: number | undefined;
  /**
   * The form of the file names. `of`: `name-00000-of-00016`. `count`: `name00-2182.tfrec`. Default `of`.
   */
  readonly naming?: "of" | "count" | undefined;
  /** Whether to replace an older set of that name, in either form; default false: throw if it exists. */
  readonly replace?: boolean | undefined;
}

const KNOWN: OptionKinds<ShardOptions> = {
  ...WRITE_OPTIONS,
  name: "string",
  maxRecords: "number",
  maxBytes: "number",
  naming: "string",
  replace: "boolean",
};

/**
 * A file that {@link writeShards} wrote.
 *
 * @example
 * ```ts no-run
 * import { type Shard, writeShards } from "@tensorloom/tfrecord/node";
 *
 * const shards: readonly Shard[] = await writeShards("out", [new Uint8Array(3)], { name: "train", maxRecords: 1000 });
 * for (const { path, records } of shards) console.log(path, records);
 * ```
 */
export interface Shard {
  /** The path or the address. */
  readonly path: string;
  /** The number of records. */
  readonly records: number;
  /** The size of the file in bytes. */
  readonly bytes: number;
}

/**
 * Writes records to a set of files. All files appear together when the last one is complete.
 *
 * Files for a storage are collected in the system's temporary folder first, because their names depend on their number,
 * and then uploaded: up to 32 objects appear in one go.
 *
 * @param folder - An existing folder for the files, or an address such as `s3://isic/2020`.
 * @returns The files in order; an empty list without records.
 * @throws Error if the folder has a set of that name and `replace` is false; FileWriteError, for example if the disk is
 * full; StorageError for an address; errors of `records`. No new file is left then, and an older set stays.
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { basename, join } from "node:path";
 * import { writeShards } from "@tensorloom/tfrecord/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "shards-"));
 * const records = Array.from({ length: 5 }, (_, i) => new Uint8Array(i));
 * const shards = await writeShards(folder, records, { name: "train", maxRecords: 3, naming: "count" });
 * rmSync(folder, { recursive: true });
 * shards.map(({ path }) => basename(path)); // => ["train00-3.tfrec", "train01-2.tfrec"]
 * ```
 */
export async function writeShards(
  folder: string,
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: ShardOptions,
): Promise<readonly Shard[]> {
  const {
    name,
    replace = false,
    naming: form = "of",
    compression,
    checksum = fastCrc32c,
  } = checkOptions("writeShards", options, KNOWN);
  const naming = oneOf("writeShards: naming", form, ["of", "count"]);
  const max = {
    records: integer("writeShards: maxRecords", options.maxRecords ?? Number.MAX_SAFE_INTEGER, 1),
    bytes: integer("writeShards: maxBytes", options.maxBytes ?? Number.MAX_SAFE_INTEGER, 1),
  };
  const write = { checksum, compression };
  checkSetName(name);
  const place = checkPlace("writeShards: folder", folder);
  if (!replace) await throwIfSetExists(place, name);
  const work = isAddress(place) ? await mkdtemp(join(tmpdir(), "tensorloom-shards-")) : place;
  const files: AtomicFile[] = [];
  const counts: number[] = [];
  try {
    for await (const shard of divideRecords(records, max)) {
      const file = await openAtomicFile(join(work, `${name}-${padFive(files.length)}`));
      files.push(file);
      for await (const chunk of writeRecords(shard.records, write)) await file.write(chunk);
      await file.flush();
      counts.push(shard.count);
    }
    const names = files.map((_, i) => shardName(name, naming, i, files.length, counts[i]));
    const moves = files.map(({ temporaryPath }, i) => [temporaryPath, names[i]] as const);
    await publishShards(place, name, moves, replace);
    if (work === place) await syncFolder(place);
    return files.map(({ bytes }, i) => ({ path: joinPlace(place, names[i]), records: counts[i], bytes }));
  } finally {
    for (const file of files) await file.discard();
    if (work !== place) await rm(work, { recursive: true, force: true });
  }
}

function padFive(number: number): string {
  return String(number).padStart(5, "0");
}

function shardName(name: string, naming: "of" | "count", i: number, of: number, records: number): string {
  if (naming === "of") return `${name}-${padFive(i)}-of-${padFive(of)}`;
  return `${name}${String(i).padStart(2, "0")}-${String(records)}.tfrec`;
}

interface Division {
  readonly records: AsyncIterable<Uint8Array>;
  /** The number of records, after all of them have been read. */
  readonly count: number;
}

/** Divides records into runs by count and size. The caller reads each run to its end before the next. */
async function* divideRecords(
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  max: { readonly records: number; readonly bytes: number },
): AsyncGenerator<Division, void, undefined> {
  const source = (async function* () {
    yield* records;
  })();
  try {
    let step = await source.next();
    while (step.done !== true) {
      let [count, bytes] = [0, 0];
      const run = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
        while (step.done !== true) {
          const size = step.value.length + HEADER_BYTES + FOOTER_BYTES;
          if (count > 0 && (count === max.records || bytes + size > max.bytes)) return;
          count += 1;
          bytes += size;
          yield step.value;
          step = await source.next();
        }
      };
      yield {
        records: run(),
        get count() {
          return count;
        },
      };
    }
  } finally {
    await source.return();
  }
}
