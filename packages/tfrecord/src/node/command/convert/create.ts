import {
  formatBytes,
  formatCount,
  parseNumberFlag,
  requireText,
  UsageError,
  type Command,
  type Flags,
  type Terminal,
} from "../terminal/command.ts";
import { columnsFlag, inFlags, labelsFlag, sizeFlag, textFlag } from "./convertFlags.ts";
import { standardInput } from "../terminal/input.ts";
import { loadConvert } from "./loadConvert.ts";
import { progressBar } from "../terminal/progressBar.ts";

const HELP = `Writes a folder of pictures, or a table with the paths of pictures, as Examples with the features image, image_name,
the other columns, and target. The folder's subfolders are the classes. Files are called train03-451.tfrec, with the
number of their records; labels.json beside them has the integer of each class, and is read if it exists.

  --from FOLDER|FILE   a folder, or a .csv, .tsv or .jsonl file; - for the standard input, with --format csv or jsonl
  --delimiter TEXT     between the cells of a CSV file; default a comma, or a tab for .tsv
  --out DIR/NAME       the folder and the start of the file names
  --shards N           the number of files; default 16, or as many as there are records
  --seed N             the seed of the order; default 0. --no-shuffle keeps the order of the rows
  --group-by COLUMN    rows with the same value stay in one file, such as patient_id
  --stratify           every file has its share of each class

  --image-column NAME  the column with the paths; default image. Endings such as .jpg may be missing. --no-images: none
  --images FOLDER      the start of the paths; default: the folder of the table
  --label-column NAME  the column with the classes; default target or label. --no-labels: none
  --labels FILE|a,b    the integer of each class as JSON, or the classes in order; default: sorted by name
  --columns a,b:TYPE   the other columns to store; TYPE is int64, float32 or bytes. Default: all, with inferred types

  --size N|HxW         resize the pictures: N is the shorter side and keeps the aspect ratio, HxW does not
  --method NAME        how to resize, with antialiasing: bilinear (default), bicubic, lanczos3, area, nearest
  --quality N          encode every picture as JPEG, 1 to 100. Without it, pictures that need no resizing keep their bytes
  --no-verify          do not decode pictures that keep their bytes; only their first bytes are tested
  --skip-damaged       leave damaged pictures out, and list them at the end
  --workers N          threads for resizing and encoding; default: one per core

All files appear when the last one is complete. A command that was interrupted continues when it is run again.
--force replaces an older set of that name, and an unfinished one of other inputs or options.

  tfrecord create --from pictures --out records/train --shards 16 --size 512
  tfrecord create --from train.csv --images jpeg/train --image-column image_name --out records/train --group-by patient_id
  curl https://example.org/train.jsonl | tfrecord create --from - --format jsonl --out records/train`;

/** `tfrecord create`: writes pictures and tables as TFRecord files. */
export const create: Command = {
  summary: "write a folder of pictures, a CSV or a JSONL file as records",
  usage: "--from FOLDER|FILE --out DIR/NAME [FLAGS]",
  help: HELP,
  takesNoFiles: true,
  flags: {
    from: { type: "string" },
    out: { type: "string" },
    format: { type: "string" },
    delimiter: { type: "string" },
    shards: { type: "string" },
    seed: { type: "string" },
    "no-shuffle": { type: "boolean" },
    "group-by": { type: "string" },
    stratify: { type: "boolean" },
    "image-column": { type: "string" },
    "no-images": { type: "boolean" },
    images: { type: "string" },
    "label-column": { type: "string" },
    "no-labels": { type: "boolean" },
    labels: { type: "string" },
    columns: { type: "string" },
    size: { type: "string" },
    method: { type: "string" },
    quality: { type: "string" },
    "no-verify": { type: "boolean" },
    "skip-damaged": { type: "boolean" },
    workers: { type: "string" },
    force: { type: "boolean" },
  },
  async run(_files, flags, terminal) {
    const [from, out] = [requireText(flags, "from"), requireText(flags, "out")];
    if (from === "-" && flags["format"] === undefined)
      throw new UsageError("--format is needed with the standard input: csv or jsonl");
    const options = await toOptions(flags);
    const convert = await loadConvert("tfrecord create");
    const bar = progressBar(terminal, "records");
    let kept = 0;
    const onExit = (): void => {
      if (kept > 0)
        terminal.err(
          `tfrecord create: ${formatCount(kept, "complete file")} kept; run the command again to continue`,
        );
    };
    process.once("exit", onExit);
    try {
      const created = await convert.createRecords(from === "-" ? standardInput(terminal) : from, out, {
        ...options,
        onProgress(progress: Progress) {
          kept = progress.shards;
          bar.update(progress.records, progress.totalRecords, formatBytes(progress.bytes));
        },
      });
      bar.end();
      await report(created, terminal);
      return 0;
    } catch (error) {
      throw inFlags(error);
    } finally {
      process.off("exit", onExit);
    }
  },
};

interface Progress {
  readonly records: number;
  readonly totalRecords: number;
  readonly shards: number;
  readonly bytes: number;
}

async function toOptions(flags: Flags): Promise<Readonly<Record<string, unknown>>> {
  const column = (name: string, none: string): string | null | undefined => {
    const named = textFlag(flags, name);
    if (flags[none] !== true) return named;
    if (named !== undefined) throw new UsageError(`--${name} and --${none} contradict each other`);
    return null;
  };
  return {
    format: textFlag(flags, "format"),
    delimiter: textFlag(flags, "delimiter"),
    shards: parseNumberFlag(flags, "shards", 1),
    seed: parseNumberFlag(flags, "seed"),
    shuffle: flags["no-shuffle"] === true ? false : undefined,
    groupBy: textFlag(flags, "group-by"),
    stratify: flags["stratify"],
    imageColumn: column("image-column", "no-images"),
    images: textFlag(flags, "images"),
    labelColumn: column("label-column", "no-labels"),
    labels: await labelsFlag(flags),
    columns: columnsFlag(flags),
    size: sizeFlag(flags),
    method: textFlag(flags, "method"),
    quality: parseNumberFlag(flags, "quality", 1),
    verify: flags["no-verify"] === true ? false : undefined,
    skipDamaged: flags["skip-damaged"],
    workers: parseNumberFlag(flags, "workers"),
    replace: flags["force"],
  };
}

async function report(
  { shards, labels, skipped }: Awaited<ReturnType<Awaited<ReturnType<typeof loadConvert>>["createRecords"]>>,
  terminal: Terminal,
): Promise<void> {
  for (const { path, records, bytes } of shards)
    await terminal.out(`${path}: ${formatCount(records, "record")}, ${formatBytes(bytes)}`);
  if (labels !== undefined)
    await terminal.out(
      `labels: ${Object.entries(labels)
        .map(([name, number]) => `${name} ${String(number)}`)
        .join(", ")}`,
    );
  if (skipped.length > 0) terminal.err(`${formatCount(skipped.length, "damaged picture")} left out:`);
  for (const { path, reason } of skipped) terminal.err(`  ${path}: ${reason}`);
}
