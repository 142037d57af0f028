import { defaultIndexPath, writeIndexFile } from "../../files/indexFile.ts";
import { findRecordFiles } from "../findRecordFiles.ts";
import { formatCount, UsageError, type Command } from "./terminal/command.ts";
import { readPlaceIfAny } from "@tensorloom/core/internal/node";
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
    if (files.some(isStream)) throw new UsageError("- is the standard input; an index needs a file");
    const paths = await findRecordFiles(files);
    if (typeof out === "string") await checkIndexOutput(out, paths);
    if (typeof out === "string" && paths.length > 1) throw new UsageError("--out takes one file only");
    return eachFile(paths, terminal, async (path) => {
      const target = typeof out === "string" ? out : defaultIndexPath(path);
      const { length } = await writeIndexFile(path, target);
      return [`${target}: ${formatCount(length, "record")}`];
    });
  },
};

/** Throws if the output exists and is not an index. */
async function checkIndexOutput(out: string, inputs: readonly string[]): Promise<void> {
  await checkOutput(out, inputs, true);
  const before = new TextDecoder("latin1").decode((await readPlaceIfAny(out))?.subarray(0, 4096));
  if (!/^\s*(\d+[ \t]+\d+\s*)*$/.test(before))
    throw new UsageError(`${out} exists and is not an index; name another file`);
}
