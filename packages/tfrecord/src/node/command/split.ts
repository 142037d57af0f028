import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { recordPaths } from "../recordPaths.ts";
import { writeShards } from "../writeShards.ts";
import { bytesInWords, counted, numberOf, textOf, UsageError, type Command } from "./command.ts";
import { compressionFlag } from "./merge.ts";
import { recordsWithProgress } from "./records.ts";

/** `tfrecord split`: divides records among files. */
export const split: Command = {
  summary: "divide records among files of some count or size",
  usage:
    "FILE... --out FOLDER (--records N | --bytes N) [--name NAME] [--naming of|count] [--compression none|gzip|zlib]",
  help: `Reads the files in order and writes NAME-00000-of-00016 and so on, or with '--naming count' NAME00-2182.tfrec.
NAME is the first file's own unless you say another. Sizes may be written 64M.

  tfrecord split all.tfrec --out shards --records 2048
  tfrecord split all.tfrec --out shards --bytes 128M --name train --naming count`,
  flags: {
    out: { type: "string" },
    records: { type: "string" },
    bytes: { type: "string" },
    name: { type: "string" },
    naming: { type: "string" },
    compression: { type: "string" },
  },
  async run(files, flags, terminal) {
    const [records, bytes] = [numberOf(flags, "records", 1), numberOf(flags, "bytes", 1)];
    const naming = flags["naming"] ?? "of";
    if (naming !== "of" && naming !== "count") throw new UsageError("--naming must be of or count");
    if (records === undefined && bytes === undefined) throw new UsageError("--records or --bytes is needed");
    const paths = recordPaths(files);
    const folder = textOf(flags, "out");
    const name =
      typeof flags["name"] === "string" ? flags["name"] : basename(paths[0]).replace(/\.[^.]*$/, "");
    mkdirSync(folder, { recursive: true });
    const shards = await writeShards(folder, recordsWithProgress(paths, terminal), {
      name,
      naming,
      compression: compressionFlag(flags),
      ...(records === undefined ? {} : { records }),
      ...(bytes === undefined ? {} : { bytes }),
    });
    for (const shard of shards)
      await terminal.out(`${shard.path}: ${counted(shard.records, "record")}, ${bytesInWords(shard.bytes)}`);
    return 0;
  },
};
