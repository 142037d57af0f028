import { formatCount, requireText, UsageError, type Command } from "../terminal/command.ts";
import { inFlags, labelsFlag, textFlag } from "./convertFlags.ts";
import { isStream, resolveInputs } from "../terminal/input.ts";
import { loadConvert } from "./loadConvert.ts";
import { progressBar } from "../terminal/progressBar.ts";
import { recordsWithProgress } from "../terminal/records.ts";

/** `tfrecord extract`: writes records as pictures and a table. */
export const extract: Command = {
  summary: "write records as pictures in folders and a table",
  usage:
    "FILE... --out FOLDER [--flat] [--table csv|jsonl|none] [--labels FILE|a,b] [--image-key KEY] [--name-key KEY] [--label-key KEY]",
  help: `Writes the picture of each Example to FOLDER/CLASS/NAME.jpg, with the bytes of the record, and its other features to
FOLDER/records.csv. The class is the name of target in labels.json beside the first file, or in --labels, else its
integer; --flat puts all pictures into one folder. Names are made safe, and equal ones are numbered. FOLDER must be new
or empty, and appears when everything is written; at an address, such as s3://BUCKET/pictures, each picture appears when
it is written, and the table last. --table jsonl holds what CSV cannot: lists, and bytes that are not text.

  tfrecord extract 'records/train*.tfrec' --out pictures
  tfrecord extract train00-2182.tfrec --out pictures --labels benign,malignant --table jsonl`,
  flags: {
    out: { type: "string" },
    flat: { type: "boolean" },
    table: { type: "string" },
    labels: { type: "string" },
    "image-key": { type: "string" },
    "name-key": { type: "string" },
    "label-key": { type: "string" },
  },
  async run(files, flags, terminal) {
    const out = requireText(flags, "out");
    const table = textFlag(flags, "table");
    if (table !== undefined && !["csv", "jsonl", "none"].includes(table))
      throw new UsageError(`--table must be csv, jsonl or none, got ${JSON.stringify(table)}`);
    const labels = await labelsFlag(flags);
    const inputs = await resolveInputs(files);
    const convert = await loadConvert("tfrecord extract");
    const bar = progressBar(terminal, "records");
    try {
      const source = inputs.some(isStream)
        ? recordsWithProgress(inputs, { ...terminal, progress: () => undefined })
        : inputs;
      const { records, images } = await convert.extractRecords(source, out, {
        flat: flags["flat"],
        table: table === "none" ? null : table,
        labels,
        imageKey: textFlag(flags, "image-key"),
        nameKey: textFlag(flags, "name-key"),
        labelKey: textFlag(flags, "label-key"),
        onProgress: (done: number) => bar.update(done, undefined),
      });
      bar.end();
      await terminal.out(`${out}: ${formatCount(records, "record")}, ${formatCount(images, "picture")}`);
      return 0;
    } catch (error) {
      throw inFlags(error);
    }
  },
};
