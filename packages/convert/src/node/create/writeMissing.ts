import { openAtomicFile } from "@tensorloom/core/internal/node";
import { iterate, StageError } from "@tensorloom/data";
import { writeRecords } from "@tensorloom/tfrecord";
import { fastCrc32c } from "@tensorloom/tfrecord/node";
import { join } from "node:path";
import type { PictureResult } from "../picture/convertPicture.ts";
import { PictureError } from "../picture/pictureError.ts";
import { picturePipeline } from "../picture/picturePipeline.ts";
import type { CreateSettings } from "./createOptions.ts";
import { encodeRecord } from "./encodeRecord.ts";
import type { Plan } from "./plan.ts";
import type { Run, Skipped } from "./run.ts";

/** Writes the files that a run lacks, one after another, while the pictures of the next ones are decoded. */
export async function writeMissing(
  plan: Plan,
  run: Run,
  settings: CreateSettings,
  name: string,
): Promise<void> {
  const missing = [...plan.shards.keys()].filter((shard) => !run.complete.has(shard));
  const { skipDamaged, signal } = settings;
  const progress = new Progress(plan, run, settings);
  const pictures = openPictures(plan, missing, settings);
  async function* records(
    rows: Uint32Array,
    skipped: Skipped[],
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    for (const row of rows) {
      signal?.throwIfAborted();
      const step = await pictures?.next();
      const result = step?.done === true ? undefined : step?.value;
      if (result?.damage === undefined) {
        const record = encodeRecord(plan, row, result?.bytes);
        yield record;
        progress.add(record.length, 0);
      } else {
        const { path } = plan.pictures[row];
        if (!skipDamaged) throw new PictureError(path, result.damage);
        skipped.push({ path, reason: result.damage });
        progress.add(0, 1);
      }
    }
  }
  try {
    for (const shard of missing) {
      const skipped: Skipped[] = [];
      const start = `${name}${String(shard).padStart(2, "0")}-`;
      const file = await openAtomicFile(join(run.workFolder, start));
      try {
        const chunks = writeRecords(records(plan.shards[shard], skipped), { checksum: fastCrc32c });
        for await (const chunk of chunks) await file.write(chunk);
        const count = plan.shards[shard].length - skipped.length;
        const complete = `${start}${String(count)}.tfrec`;
        await file.commit(join(run.workFolder, complete));
        await run.add(shard, { file: complete, records: count, bytes: file.bytes, skipped });
      } finally {
        await file.discard();
      }
      progress.complete();
    }
  } catch (error) {
    throw error instanceof StageError ? error.cause : error;
  } finally {
    await pictures?.return();
  }
}

/** The pictures of the missing files, in the order of their records. */
function openPictures(
  plan: Plan,
  missing: readonly number[],
  { picture, workers, signal }: CreateSettings,
): AsyncGenerator<PictureResult, void> | undefined {
  if (plan.imageColumn === undefined) return undefined;
  const rows = missing.flatMap((shard) => [...plan.shards[shard]]);
  const jobs = rows.map((row) => ({ ...picture, path: plan.pictures[row].path }));
  return iterate(picturePipeline(jobs, workers), { signal });
}

/** Counts rows and reports them. */
class Progress {
  readonly #plan: Plan;
  readonly #run: Run;
  readonly #onProgress: CreateSettings["onProgress"];
  #records = 0;
  #skipped = 0;
  #bytes = 0;

  constructor(plan: Plan, run: Run, { onProgress }: CreateSettings) {
    this.#plan = plan;
    this.#run = run;
    this.#onProgress = onProgress;
    for (const [, { records, bytes, skipped }] of run.complete) {
      this.#records += records + skipped.length;
      this.#bytes += bytes;
      this.#skipped += skipped.length;
    }
  }

  /** Adds a row. */
  add(bytes: number, skipped: number): void {
    this.#records += 1;
    this.#bytes += bytes;
    this.#skipped += skipped;
    this.complete();
  }

  /** Reports after a row or a file. */
  complete(): void {
    this.#onProgress?.({
      records: this.#records,
      totalRecords: this.#plan.table.rows.length,
      shards: this.#run.complete.size,
      totalShards: this.#plan.shards.length,
      bytes: this.#bytes,
      skipped: this.#skipped,
    });
  }
}
