import { statSync } from "node:fs";
import { readRecordFile } from "../readRecordFile.ts";
import { recordPaths } from "../recordPaths.ts";
import { bytesInWords, numberOf, type Command } from "./command.ts";
import { compressionOf } from "./count.ts";
import { contentOf } from "./describe.ts";
import { featureTable, type FeatureRow, type FeatureTable } from "./featureTable.ts";

interface Inspection {
  readonly file: string;
  readonly bytes: number;
  readonly compression: string;
  /** What the records hold: one kind, or several where they differ. */
  readonly kinds: readonly string[];
  /** How many records were looked at. */
  readonly looked: number;
  readonly features: readonly FeatureRow[];
}

async function inspected(file: string, most: number): Promise<Inspection> {
  const table = featureTable();
  const kinds = new Set<string>();
  let looked = 0;
  for await (const record of readRecordFile(file)) {
    if (looked === most) break;
    looked += 1;
    kinds.add(note(table, record));
  }
  const [bytes, compression] = [statSync(file).size, compressionOf(file)];
  return { file, bytes, compression, kinds: [...kinds], looked, features: table.rows() };
}

function note(table: FeatureTable, record: Uint8Array): string {
  const content = contentOf(record);
  if (content.kind === "Example" || content.kind === "SequenceExample")
    for (const [key, feature] of content.features) table.add(key, [feature]);
  if (content.kind === "SequenceExample")
    for (const [key, steps] of content.lists) table.add(`${key}[]`, steps);
  if (content.kind === "Event")
    for (const { tag, kind } of content.event.summaries) table.addEvent(tag, kind);
  return content.kind;
}

function inWords({ file, bytes, compression, kinds, looked, features }: Inspection): readonly string[] {
  const what = kinds.length === 0 ? "no record" : `${kinds.join(", ")}, ${String(looked)} records looked at`;
  const lines = [`${file}: ${bytesInWords(bytes)}, compression ${compression}: ${what}`];
  const width = features.reduce((most, { feature }) => Math.max(most, feature.length), 0);
  for (const { feature, kind, shape, first, image, missing } of features) {
    const absent = missing === 0 ? "" : `  (missing in ${String(missing)})`;
    const size = image === undefined ? "" : `  ${image}`;
    lines.push(`  ${feature.padEnd(width)}  ${kind.padEnd(7)}  ${shape.padEnd(8)}${size}  ${first}${absent}`);
  }
  return lines;
}

/** `tfrecord inspect`: what files hold. */
export const inspect: Command = {
  summary: "show the features of files: kinds, shapes, first values, sizes of images",
  usage: "FILE... [--records N] [--json]",
  help: `Looks at the first 1000 records of each file, or as many as you say, and prints a line for each feature: its kind,
how many values it has ([3] always three, [0..5] up to five; 'name[]' is a list of a SequenceExample, with its steps),
the size of the first image, and the first values.

  tfrecord inspect train00-2182.tfrec
  tfrecord inspect --json --records 1 'part-*'`,
  flags: { json: { type: "boolean" }, records: { type: "string" } },
  async run(files, flags, terminal) {
    const all: Inspection[] = [];
    for (const file of recordPaths(files)) {
      terminal.progress(file);
      const one = await inspected(file, numberOf(flags, "records") ?? 1000);
      terminal.progress("");
      if (flags["json"] === true) all.push(one);
      else for (const line of inWords(one)) await terminal.out(line);
    }
    if (flags["json"] === true) await terminal.out(JSON.stringify(all));
    return 0;
  },
};
