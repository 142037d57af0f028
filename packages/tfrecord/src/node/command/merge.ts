import { recordPaths } from "../recordPaths.ts";
import { writeRecordFile } from "../writeRecordFile.ts";
import { bytesInWords, counted, textOf, UsageError, type Command, type Flags } from "./command.ts";
import { recordsWithProgress } from "./records.ts";

/** The compression that a flag asks for. */
export function compressionFlag({ compression = "none" }: Flags): "none" | "gzip" | "zlib" {
  if (compression === "none" || compression === "gzip" || compression === "zlib") return compression;
  throw new UsageError("--compression must be none, gzip or zlib");
}

/** `tfrecord merge`: writes the records of many files to one. */
export const merge: Command = {
  summary: "write the records of many files to one",
  usage: "FILE... --out FILE [--compression none|gzip|zlib]",
  help: `Reads the files in order, however each is compressed, verifies their records and writes them to one file, which
appears when it is complete. With one file it compresses or decompresses.

  tfrecord merge 'part-*' --out all.tfrec
  tfrecord merge all.tfrec --out all.tfrec.gz --compression gzip`,
  flags: { out: { type: "string" }, compression: { type: "string" } },
  async run(files, flags, terminal) {
    const out = textOf(flags, "out");
    const compression = compressionFlag(flags);
    const { records, bytes } = await writeRecordFile(out, recordsWithProgress(recordPaths(files), terminal), {
      compression,
    });
    await terminal.out(`${out}: ${counted(records, "record")}, ${bytesInWords(bytes)}`);
    return 0;
  },
};
