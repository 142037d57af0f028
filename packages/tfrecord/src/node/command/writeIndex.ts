import { defaultIndexPath, writeIndexFile } from "../indexFile.ts";
import { listRecordFiles } from "../listRecordFiles.ts";
import { formatCount, UsageError, type Command } from "./terminal/command.ts";
import { existsSync, readFileSync } from "node:fs";
import { isStream } from "./terminal/input.ts";
import { checkOutput } from "./output.ts";
import { eachFile } from "./eachFile.ts";

/** `tfrecord index`: saves the offsets of the records of files. */
export const writeIndex: Command = {
  summary: "save the offsets of the records, as NVIDIA DALI's tfrecord2idx does",
  usage: "FILE... [--out INDEX]",
  help: `Writes FILE.idx next to each file, with a line 'offset length' for each record. openRecordFile uses it for random access.
Compressed files have no index, because they have no random access.

  tfrecord index train*.tfrec
  tfrecord index train.tfrec --out train.index`,
  flags: { out: { type: "string" } },
  async run(files, { out }, terminal) {
    const stream = files.find(isStream);
    if (stream !== undefined)
      throw new UsageError(
        `${stream} is ${stream === "-" ? "the standard input" : "an address"}; an index needs a file`,
      );
    const paths = listRecordFiles(files);
    if (typeof out === "string") checkIndexOutput(out, paths);
    if (typeof out === "string" && paths.length > 1) throw new UsageError("--out takes one file only");
    return eachFile(paths, terminal, async (path) => {
      const target = typeof out === "string" ? out : defaultIndexPath(path);
      const { length } = await writeIndexFile(path, target);
      return [`${target}: ${formatCount(length, "record")}`];
    });
  },
};

/** Throws if the output exists and is not an index. */
function checkIndexOutput(out: string, inputs: readonly string[]): void {
  checkOutput(out, inputs, true);
  if (existsSync(out) && !/^\s*(\d+[ \t]+\d+\s*)*$/.test(readFileSync(out, "latin1").slice(0, 4096)))
    throw new UsageError(`${out} exists and is not an index; name another file`);
}
