import { defaultIndexPath, writeIndexFile } from "../indexFile.ts";
import { listRecordFiles } from "../listRecordFiles.ts";
import { formatCount, UsageError, type Command } from "./command.ts";
import { existsSync, readFileSync } from "node:fs";
import { isStream } from "./input.ts";
import { checkOutput } from "./output.ts";
import { eachFile } from "./eachFile.ts";

/** `tfrecord index`: saves where the records of files stand. */
export const writeIndex: Command = {
  summary: "save where the records stand, as NVIDIA DALI's tfrecord2idx does",
  usage: "FILE... [--out INDEX]",
  help: `Writes FILE.idx beside each file: for each record a line 'offset length'. Files that are opened for random
access find it there. Compressed files have no index: their records have no place of their own.

  tfrecord index train*.tfrec
  tfrecord index train.tfrec --out train.index`,
  flags: { out: { type: "string" } },
  async run(files, { out }, terminal) {
    const stream = files.find(isStream);
    if (stream !== undefined)
      throw new UsageError(
        `${stream} is ${stream === "-" ? "the standard input" : "an address"}; an index needs a file, to stand beside it`,
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

/** Refuses to write over a file that is no index. */
function checkIndexOutput(out: string, inputs: readonly string[]): void {
  checkOutput(out, inputs, true);
  if (existsSync(out) && !/^\s*(\d+[ \t]+\d+\s*)*$/.test(readFileSync(out, "latin1").slice(0, 4096)))
    throw new UsageError(`${out} exists and is no index; name another file`);
}
