import { checkPlace, joinPlace, statPlace, writePlace } from "@tensorloom/core/internal/node";
import type { Shard } from "@tensorloom/tfrecord/node";
import { readTable, type RecordSource } from "../source/readTable.ts";
import { checkCreateOptions, type CreateRecordsOptions } from "./createOptions.ts";
import { chooseLabels } from "./labelMap.ts";
import { makePlan } from "./plan.ts";
import { toPlanRecord } from "./planRecord.ts";
import { openRun, type Skipped, splitPrefix } from "./run.ts";
import { writeMissing } from "./writeMissing.ts";

/**
 * What {@link createRecords} wrote.
 *
 * @example
 * ```ts no-run
 * import { createRecords, type CreatedRecords } from "@tensorloom/convert/node";
 *
 * const { shards, records, skipped }: CreatedRecords = await createRecords("pictures", "records/train", { skipDamaged: true });
 * console.log(`${records} records in ${shards.length} files`);
 * for (const { path, reason } of skipped) console.log(`${path}: ${reason}`);
 * ```
 */
export interface CreatedRecords {
  /** The files, in order. */
  readonly shards: readonly Shard[];
  /** The number of records in all files. */
  readonly records: number;
  /** The integer of each class, as `labels.json` has them; undefined without names of classes. */
  readonly labels: Readonly<Record<string, number>> | undefined;
  /** The damaged pictures that were left out, and what is wrong with them. */
  readonly skipped: readonly Skipped[];
}

/**
 * Writes pictures and a table of their labels as TFRecord files.
 *
 * Each record is an Example with `image` (the bytes of the file), `image_name`, the other columns, and `target`, the
 * integer of the class. Files are called `train03-451.tfrec`, with the number of their records; `labels.json` beside them
 * maps names of classes to integers, and is read if it exists already, so that a second set has the same integers.
 *
 * All files appear together when the last one is complete. A call that was interrupted is continued by the next one with
 * the same arguments, and the files have the same bytes as without the interruption.
 *
 * @param source - A folder whose subfolders are the classes; the path of a `.csv`, `.tsv` or `.jsonl` file, one row per
 * record; or rows as objects. With the option `format`, chunks of bytes of such a file.
 * @param out - The folder and the start of the names: `records/train`.
 * @throws RowError that lists every cell, class and picture that is wrong, before anything is written; PictureError for a
 * damaged picture, unless `skipDamaged` is set; UnfinishedRunError if complete files of other inputs or options are there;
 * RangeError if `out` is in a file; Error if the set exists; FileWriteError, for example if the disk is full; the signal's reason.
 * @see tf.io.TFRecordWriter
 * @example
 * ```ts
 * import { createRecords } from "@tensorloom/convert/node";
 * import { rmSync } from "node:fs";
 * import { basename } from "node:path";
 *
 * const { shards, labels } = await createRecords("pictures", "records/train", { shards: 2, seed: 7 });
 * rmSync("records", { recursive: true });
 * shards.map(({ path }) => basename(path)); // => ["train00-20.tfrec", "train01-20.tfrec"]
 * labels; // => { cat: 0, dog: 1 }
 * ```
 */
export async function createRecords(
  source: RecordSource,
  out: string,
  options: CreateRecordsOptions = {},
): Promise<CreatedRecords> {
  const settings = checkCreateOptions(options);
  const place = checkPlace("createRecords: out", out);
  const { folder, name } = splitPrefix(place);
  if ((await statPlace(folder))?.kind === "file")
    throw new RangeError(`createRecords: out must be in a folder, got ${place}, but ${folder} is a file`);
  settings.signal?.throwIfAborted();
  const table = await readTable(source, settings);
  const labelsPath = joinPlace(folder, "labels.json");
  const known = await chooseLabels(settings.labels, labelsPath, settings.replace);
  const plan = await makePlan(table, settings, known);
  const run = await openRun(place, toPlanRecord(plan), settings.replace);
  try {
    await writeMissing(plan, run, settings, name);
    const files = [...run.complete].sort(([a], [b]) => a - b).map(([, shard]) => shard);
    const isSaved = known?.isPassed === false; // as they are
    if (plan.labels !== undefined && !isSaved)
      await writePlace(labelsPath, `${JSON.stringify(plan.labels, undefined, 2)}\n`);
    await run.publish();
    return {
      shards: files.map(({ file, records, bytes }) => ({ path: joinPlace(folder, file), records, bytes })),
      records: files.reduce((sum, { records }) => sum + records, 0),
      labels: plan.labels,
      skipped: files.flatMap(({ skipped }) => skipped),
    };
  } finally {
    await run.release();
  }
}
