import { isAddress, nameOf } from "@tensorloom/core/internal/node";
import { checkSetName } from "../shards/setNames.ts";
import { throwIfSetExists } from "../shards/shardSet.ts";
import { writeShards } from "../writeShards.ts";
import {
  formatBytes,
  formatCount,
  parseNumberFlag,
  requireText,
  UsageError,
  type Command,
} from "./terminal/command.ts";
import { compressionFlag } from "./merge.ts";
import { makeFolder } from "./makeFolder.ts";
import { resolveInputs } from "./terminal/input.ts";
import { FORCE } from "./output.ts";
import { recordsWithProgress } from "./terminal/records.ts";

/** `tfrecord split`: divides records among files. */
export const split: Command = {
  summary: "divide records among files by count or size",
  usage:
    "FILE... --out FOLDER (--records N | --bytes N) [--name NAME] [--naming of|count] [--compression none|gzip|zlib] [--force]",
  help: `Reads the files in order and writes NAME-00000-of-00016 and so on, or with '--naming count' NAME00-2182.tfrec. NAME
defaults to the name of the first file. Sizes may have a unit, such as 64M. All files appear when the last one is
complete. --force replaces all files of an older set of that name in FOLDER, and nothing else.

  tfrecord split all.tfrec --out shards --records 2048
  tfrecord split all.tfrec --out shards --bytes 128M --name train --naming count`,
  flags: {
    out: { type: "string" },
    records: { type: "string" },
    bytes: { type: "string" },
    name: { type: "string" },
    naming: { type: "string" },
    compression: { type: "string" },
    ...FORCE,
  },
  async run(files, flags, terminal) {
    const [records, bytes] = [parseNumberFlag(flags, "records", 1), parseNumberFlag(flags, "bytes", 1)];
    const naming = flags["naming"] ?? "of";
    if (naming !== "of" && naming !== "count") throw new UsageError("--naming must be of or count");
    if (records === undefined && bytes === undefined) throw new UsageError("--records or --bytes is needed");
    const paths = await resolveInputs(files);
    const folder = requireText(flags, "out");
    const name = typeof flags["name"] === "string" ? flags["name"] : defaultSetName(paths[0]);
    const compression = compressionFlag(flags);
    checkSetName(name);
    const made = isAddress(folder) ? undefined : makeFolder(folder);
    const replace = flags["force"] === true;
    try {
      if (!replace) await throwIfSetExists(folder, name);
    } catch (error) {
      throw new UsageError(`${messageOf(error)}: --force replaces them`);
    }
    const work = writeShards(folder, recordsWithProgress(paths, terminal), {
      name,
      naming,
      replace,
      compression,
      maxRecords: records,
      maxBytes: bytes,
    });
    const shards = await work.finally(() => made?.removeIfEmpty());
    for (const shard of shards)
      await terminal.out(
        `${shard.path}: ${formatCount(shard.records, "record")}, ${formatBytes(shard.bytes)}`,
      );
    return 0;
  },
};

/** The default name of a set: the name of the first input without its extension. */
function defaultSetName(input: string): string {
  const name = nameOf(input).replace(/\.[^.]*$/, "");
  return name === "-" || name === "" ? "records" : name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
