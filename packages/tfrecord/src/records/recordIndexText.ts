import type { RecordIndex } from "./recordIndex.ts";

/**
 * Thrown if an index is malformed or belongs to another file.
 *
 * @example
 * ```ts no-run
 * import { RecordIndexError } from "@tensorloom/tfrecord";
 * import { openRecordFile } from "@tensorloom/tfrecord/node";
 *
 * try {
 *   await openRecordFile("train.tfrec", { index: "train.tfrec.idx" });
 * } catch (error) {
 *   if (error instanceof RecordIndexError) console.error(`${error.file} is stale: index the file again`);
 * }
 * ```
 */
export class RecordIndexError extends Error {
  override readonly name = "RecordIndexError";
  /** The name of the index file. */
  readonly file: string;
  /** The malformed line, from 1; `undefined` if the whole index is invalid. */
  readonly line: number | undefined;

  constructor(file: string, what: string, line?: number) {
    const where = line === undefined ? file : `${file}:${String(line)}`;
    super(where === "" ? what : `${where}: ${what}`);
    this.file = file;
    this.line = line;
  }
}

/**
 * Formats an index as text: one line `offset length` per record, in bytes.
 *
 * The length includes the record's frame. NVIDIA DALI's tfrecord2idx and the Python package tfrecord use this format.
 *
 * @example
 * ```ts
 * import { formatIndex, frameRecord, indexRecords, memoryReader } from "@tensorloom/tfrecord";
 *
 * formatIndex(await indexRecords(memoryReader(frameRecord(new Uint8Array(3))))); // => "0 19\n"
 * ```
 */
export function formatIndex({ length, offsets }: RecordIndex): string {
  const lines: string[] = [];
  for (let i = 0; i < length; i++)
    lines.push(`${String(offsets[i])} ${String(offsets[i + 1] - offsets[i])}\n`);
  return lines.join("");
}

/**
 * Parses the text of an index.
 *
 * @param size - The size of the record file in bytes; default: not checked.
 * @param file - The name of the index file, for errors.
 * @throws RecordIndexError if a line is not `offset length`, if the records leave gaps or overlap, or if the sizes differ.
 * @example
 * ```ts
 * import { parseIndex } from "@tensorloom/tfrecord";
 *
 * parseIndex("0 19\n19 16\n").offsets; // => new Float64Array([0, 19, 35])
 * ```
 */
export function parseIndex(text: string, size?: number, file = ""): RecordIndex {
  const lines = text.split("\n");
  while (lines.at(-1)?.trim() === "") lines.pop();
  const offsets = new Float64Array(lines.length + 1);
  lines.forEach((line, i) => {
    const found = /^(\d{1,15})[ \t]+(\d{1,15})\s*$/.exec(line);
    if (found === null)
      throw new RecordIndexError(
        file,
        `expected "offset length", got ${JSON.stringify(line.slice(0, 40))}`,
        i + 1,
      );
    const [offset, length] = [Number(found[1]), Number(found[2])];
    if (offset !== offsets[i])
      throw new RecordIndexError(
        file,
        `expected a record at ${String(offsets[i])}, got ${String(offset)}`,
        i + 1,
      );
    if (length < 16)
      throw new RecordIndexError(file, `expected at least 16 bytes, got ${String(length)}`, i + 1);
    offsets[i + 1] = offset + length;
  });
  const end = offsets[lines.length];
  if (size !== undefined && end !== size)
    throw new RecordIndexError(
      file,
      `is stale: it describes a file of ${String(end)} bytes, but the file has ${String(size)}`,
    );
  return { length: lines.length, offsets };
}
