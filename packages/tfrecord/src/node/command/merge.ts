import { writeRecordFile } from "../../files/writeRecordFile.ts";
import {
  formatBytes,
  formatCount,
  requireText,
  UsageError,
  type Command,
  type Flags,
} from "./terminal/command.ts";
import { resolveInputs } from "./terminal/input.ts";
import { checkOutput, compressionOfName, FORCE } from "./output.ts";
import { recordsWithProgress } from "./terminal/records.ts";

/** Parses the flag `--compression`. */
export function compressionFlag(
  { compression }: Flags,
  otherwise: "none" | "gzip" | "zlib" = "none",
): "none" | "gzip" | "zlib" {
  if (compression === undefined) return otherwise;
  if (compression === "none" || compression === "gzip" || compression === "zlib") return compression;
  throw new UsageError("--compression must be none, gzip or zlib");
}

/** `tfrecord merge`: writes the records of many files to one. */
export const merge: Command = {
  summary: "write the records of many files to one",
  usage: "FILE... --out FILE [--compression none|gzip|zlib] [--force]",
  help: `Reads the files in order, in any compression, verifies their records and writes them to one file, which appears when it
is complete. A name that ends with .gz or .zlib selects the compression, unless --compression is set. With one input, it
compresses or decompresses a file. An existing file is replaced only with --force, an input file never.

  tfrecord merge 'part-*' --out all.tfrec
  tfrecord merge all.tfrec --out all.tfrec.gz`,
  flags: { out: { type: "string" }, compression: { type: "string" }, ...FORCE },
  async run(files, flags, terminal) {
    const out = requireText(flags, "out");
    const compression = compressionFlag(flags, compressionOfName(out));
    const inputs = await resolveInputs(files);
    const replace = flags["force"] === true;
    await checkOutput(out, inputs, replace);
    const work = recordsWithProgress(inputs, terminal);
    const { records, bytes } = await writeRecordFile(out, work, { compression, replace });
    await terminal.out(`${out}: ${formatCount(records, "record")}, ${formatBytes(bytes)}`);
    return 0;
  },
};
