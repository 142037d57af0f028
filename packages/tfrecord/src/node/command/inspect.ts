import { TFRecordError } from "../../records/tfrecordError.ts";
import { formatBytes, formatCount, parseNumberFlag, type Command, type Terminal } from "./command.ts";
import { detectContent } from "./describe.ts";
import { featureTable, type FeatureRow, type FeatureTable } from "./featureTable.ts";
import { resolveInputs, openInput } from "./input.ts";
import { formatError } from "./formatError.ts";

interface Inspection {
  readonly file: string;
  /** The file's size; not known of a stream. */
  readonly bytes?: number | undefined;
  readonly compression: string;
  /** What the records hold: one kind, or several where they differ. */
  readonly kinds: readonly string[];
  /** How many records were looked at. */
  readonly looked: number;
  readonly features: readonly FeatureRow[];
  /** What is wrong with the file behind the records that were looked at. */
  readonly damage?: string | undefined;
}

async function inspectFile(name: string, most: number, terminal: Terminal): Promise<Inspection> {
  const input = openInput(name, terminal);
  const { name: file, bytes } = input;
  const table = featureTable();
  const kinds = new Set<string>();
  let looked = 0;
  let damage: string | undefined;
  try {
    for await (const record of input.records()) {
      if (looked === most) break;
      looked += 1;
      kinds.add(noteRecord(table, record));
    }
  } catch (error) {
    if (!(error instanceof TFRecordError)) throw error;
    damage = formatError(error); // what was read before it is shown
  }
  const compression = await input.compression();
  const size = bytes === undefined ? {} : { bytes };
  const found = { file, ...size, compression, kinds: [...kinds], looked, features: table.rows(looked) };
  return damage === undefined ? found : { ...found, damage };
}

function noteRecord(table: FeatureTable, record: Uint8Array): string {
  const content = detectContent(record);
  if (content.kind === "Example" || content.kind === "SequenceExample")
    for (const [key, feature] of content.features) table.add(key, [feature]);
  if (content.kind === "SequenceExample")
    for (const [key, steps] of content.lists) table.add(`${key}[]`, steps);
  if (content.kind === "Event")
    for (const { tag, kind } of content.event.summaries) table.addEvent(tag, kind);
  return content.kind;
}

function formatInspection({
  file,
  bytes,
  compression,
  kinds,
  looked,
  features,
}: Inspection): readonly string[] {
  const what =
    kinds.length === 0 ? "no record" : `${kinds.join(", ")}, ${formatCount(looked, "record")} looked at`;
  const lines = [
    `${file}: ${bytes === undefined ? "" : `${formatBytes(bytes)}, `}compression ${compression}: ${what}`,
  ];
  const width = features.reduce((most, { feature }) => Math.max(most, feature.length), 0);
  for (const { feature, kind, shape, first, image, missing } of features) {
    const absent = missing === 0 ? "" : `  (missing in ${String(missing)})`;
    const size = image === undefined ? "" : `  ${image}`;
    const line = `  ${feature.padEnd(width)}  ${kind.padEnd(7)}  ${shape.padEnd(8)}${size}  ${first}${absent}`;
    lines.push(line.trimEnd());
  }
  return lines;
}

/** `tfrecord inspect`: what files hold. */
export const inspect: Command = {
  summary: "show the features of files: kinds, shapes, first values, sizes of images",
  usage: "FILE... [--records N] [--json]",
  help: `Looks at the first 1000 records of each file, or as many as you say, and prints a line for each feature: its kind,
how many values it has ([3] always three, [0..5] up to five; 'name[]' is a list of a SequenceExample, with its steps),
the size of its first image in each record, and the first values.

  tfrecord inspect train00-2182.tfrec
  tfrecord inspect --json --records 1 'part-*'`,
  flags: { json: { type: "boolean" }, records: { type: "string" } },
  async run(files, flags, terminal) {
    const all: Inspection[] = [];
    const most = parseNumberFlag(flags, "records") ?? 1000;
    for (const file of resolveInputs(files)) {
      terminal.progress(file);
      const one = await inspectFile(file, most, terminal);
      terminal.progress("");
      all.push(one);
      if (flags["json"] !== true) for (const line of formatInspection(one)) await terminal.out(line);
      if (one.damage !== undefined) terminal.err(`tfrecord inspect: ${one.damage}`);
    }
    if (flags["json"] === true) await terminal.out(JSON.stringify(all));
    return all.some((one) => one.damage !== undefined) ? 1 : 0;
  },
};
