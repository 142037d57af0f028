import { integer, oneOf } from "@tensorloom/core";
import { join } from "node:path";
import { FOOTER_BYTES, HEADER_BYTES } from "../frameRecord.ts";
import { writeRecords, type WriteOptions } from "../writeRecords.ts";
import { fastCrc32c } from "./checksum.ts";
import { partialFile, type PartialFile } from "./partialFile.ts";

/** How {@link writeShards} divides and names. */
export interface ShardOptions extends WriteOptions {
  /** What the files' names begin with. */
  readonly name: string;
  /** The most records of a file; default: any number. */
  readonly records?: number;
  /** The most bytes of a file before compression; a longer record has a file of its own. Default: any number. */
  readonly bytes?: number;
  /**
   * `of`: `name-00000-of-00016`, and all files are named when the last one is complete. `count`: `name00-2182.tfrec`,
   * and each file is named when it is complete. Default `of`.
   */
  readonly naming?: "of" | "count";
}

/** A file that {@link writeShards} wrote. */
export interface Shard {
  readonly path: string;
  readonly records: number;
  readonly bytes: number;
}

/**
 * Writes records to as many files as it takes; a file appears under its name only when it is complete and flushed.
 *
 * @param folder - Where the files go; it exists.
 * @returns The files in order; none where there are no records.
 * @throws What `records` or `node:fs` throws; with `naming: "of"` no file is left then, with `"count"` the complete ones are.
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { basename, join } from "node:path";
 * import { writeShards } from "@tensorloom/tfrecord/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "shards-"));
 * const records = Array.from({ length: 5 }, (_, i) => new Uint8Array(i));
 * const shards = await writeShards(folder, records, { name: "train", records: 3, naming: "count" });
 * rmSync(folder, { recursive: true });
 * shards.map(({ path }) => basename(path)); // => ["train00-3.tfrec", "train01-2.tfrec"]
 * ```
 */
export async function writeShards(
  folder: string,
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: ShardOptions,
): Promise<readonly Shard[]> {
  const naming = oneOf("writeShards: naming", options.naming ?? "of", ["of", "count"]);
  const most = {
    records: integer("writeShards: records", options.records ?? Number.MAX_SAFE_INTEGER, 1),
    bytes: integer("writeShards: bytes", options.bytes ?? Number.MAX_SAFE_INTEGER, 1),
  };
  const files: PartialFile[] = [];
  const shards: Shard[] = [];
  try {
    for await (const shard of divided(records, most)) {
      const number = String(files.length).padStart(naming === "of" ? 5 : 2, "0");
      const file = await partialFile(join(folder, `${options.name}${naming === "of" ? "-" : ""}${number}`));
      files.push(file);
      for await (const chunk of writeRecords(shard.records, { checksum: fastCrc32c, ...options }))
        await file.write(chunk);
      await file.flush();
      const path =
        naming === "of" ? "" : join(folder, `${options.name}${number}-${String(shard.count)}.tfrec`);
      if (naming === "count") await file.name(path);
      shards.push({ path, records: shard.count, bytes: file.bytes });
    }
    return naming === "count" ? shards : await namedOf(folder, options.name, files, shards);
  } finally {
    for (const file of files) await file.discard();
  }
}

async function namedOf(
  folder: string,
  name: string,
  files: readonly PartialFile[],
  shards: readonly Shard[],
): Promise<readonly Shard[]> {
  const five = (number: number): string => String(number).padStart(5, "0");
  const paths = files.map((_, i) => join(folder, `${name}-${five(i)}-of-${five(files.length)}`));
  for (const [i, file] of files.entries()) await file.name(paths[i]);
  return shards.map((shard, i) => ({ ...shard, path: paths[i] }));
}

interface Division {
  readonly records: AsyncIterable<Uint8Array>;
  /** How many records it had, once they have all been taken. */
  readonly count: number;
}

/** Divides records into runs of at most so many, and so many bytes; each run is read to its end before the next. */
async function* divided(
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  most: { readonly records: number; readonly bytes: number },
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
          if (count > 0 && (count === most.records || bytes + size > most.bytes)) return;
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
