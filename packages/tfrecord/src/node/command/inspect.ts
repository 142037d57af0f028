import { TFRecordError } from "../../records/tfrecordError.ts";
import {
  formatBytes,
  formatCount,
  parseNumberFlag,
  type Command,
  type Terminal,
} from "./terminal/command.ts";
import { detectContent } from "./describe.ts";
import { featureTable, type FeatureRow, type FeatureTable } from "./featureTable.ts";
import { resolveInputs, openInput } from "./terminal/input.ts";
import { formatError } from "./formatError.ts";

interface Inspection {
  readonly file: string;
  /** The size of the file; `undefined` for a stream. */
  readonly bytes?: number | undefined;
  readonly compression: string;
  /** The kinds of content of the records. */
  readonly kinds: readonly string[];
  /** The number of inspected records. */
  readonly inspected: number;
  readonly features: readonly FeatureRow[];
  /** The damage after the inspected records. */
  readonly damage?: string | undefined;
}

async function inspectFile(name: string, max: number, terminal: Terminal): Promise<Inspection> {
  const input = await openInput(name, terminal);
  const { name: file, bytes } = input;
  const table = featureTable();
  const kinds = new Set<string>();
  let inspected = 0;
  let damage: string | undefined;
  try {
    for await (const record of input.records()) {
      if (inspected === max) break;
      inspected += 1;
      kinds.add(noteRecord(table, record));
    }
  } catch (error) {
    if (!(error instanceof TFRecordError)) throw error;
    damage = formatError(error); // print what was read before it
  }
  const compression = await input.compression();
  const size = bytes === undefined ? {} : { bytes };
  const found = { file, ...size, compression, kinds: [...kinds], inspected, features: table.rows(inspected) };
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
  inspected,
  features,
}: Inspection): readonly string[] {
  const what =
    kinds.length === 0 ? "no record" : `${kinds.join(", ")}, ${formatCount(inspected, "record")} inspected`;
  const lines = [
    `${file}: ${bytes === undefined ? "" : `${formatBytes(bytes)}, `}compression ${compression}: ${what}`,
  ];
  const width = features.reduce((max, { feature }) => Math.max(max, feature.length), 0);
  for (const { feature, kind, shape, first, image, missing } of features) {
    const absent = missing === 0 ? "" : `  (missing in ${String(missing)})`;
    const size = image === undefined ? "" : `  ${image}`;
    const line = `  ${feature.padEnd(width)}  ${kind.padEnd(7)}  ${shape.padEnd(8)}${size}  ${first}${absent}`;
    lines.push(line.trimEnd());
  }
  return lines;
}

/** `tfrecord inspect`: shows the features of files. */
export const inspect: Command = {
  summary: "show the features of files: kinds, shapes, first values, sizes of images",
  usage: "FILE... [--records N] [--json]",
  help: `Reads the first 1000 records of each file, or as many as --records says, and prints one line per feature: its kind, its
number of values ([3]: always three, [0..5]: up to five; 'name[]' is a feature list of a SequenceExample, preceded by its
number of steps), the size of its images, and the first values.

  tfrecord inspect train00-2182.tfrec
  tfrecord inspect --json --records 1 'part-*'`,
  flags: { json: { type: "boolean" }, records: { type: "string" } },
  async run(files, flags, terminal) {
    const all: Inspection[] = [];
    const max = parseNumberFlag(flags, "records") ?? 1000;
    for (const file of await resolveInputs(files)) {
      terminal.progress(file);
      const one = await inspectFile(file, max, terminal);
      terminal.progress("");
      all.push(one);
      if (flags["json"] !== true) for (const line of formatInspection(one)) await terminal.out(line);
      if (one.damage !== undefined) terminal.err(`tfrecord inspect: ${one.damage}`);
    }
    if (flags["json"] === true) await terminal.out(JSON.stringify(all));
    return all.some((one) => one.damage !== undefined) ? 1 : 0;
  },
};
