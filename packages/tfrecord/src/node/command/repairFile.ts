import { resolve } from "node:path";
import { repaired } from "../../repair.ts";
import { fastCrc32c } from "../checksum.ts";
import { writeWholeFile } from "../partialFile.ts";
import { counted, lossInWords, UsageError, type Command } from "./command.ts";
import { compressionOf } from "./count.ts";
import { recordsWithProgress } from "./records.ts";

/** `tfrecord repair`: writes what can be saved of a damaged file. */
export const repairFile: Command = {
  summary: "write the good records of a damaged file to a new one",
  usage: "FILE OUT",
  help: `Reads FILE past all damage and writes every good record to OUT, compressed as FILE is. FILE is left as it is;
OUT appears when it is complete. Says what was lost.

  tfrecord repair bad.tfrec good.tfrec`,
  flags: {},
  async run(files, _flags, terminal) {
    const [from, to] = files;
    if (files.length !== 2) throw new UsageError("repair takes a damaged file and the name of a new one");
    if (resolve(from) === resolve(to)) throw new UsageError("the new file must not be the damaged one");
    const read = (damage: object): AsyncIterable<Uint8Array> => recordsWithProgress([from], terminal, damage);
    const work = repaired(read, { checksum: fastCrc32c, output: compressionOf(from) });
    await writeWholeFile(to, work.chunks);
    const { report } = work;
    await terminal.out(`${to}: ${counted(work.records, "good record")}`);
    for (const { message, bytes } of report.stretches)
      await terminal.out(`    ${message}; ${lossInWords(bytes)}`);
    if (report.records > 0)
      await terminal.out(
        `lost: at least ${counted(report.records, "record")}, ${report.bytes === undefined ? "an unknown number of bytes" : counted(report.bytes, "byte")}`,
      );
    return 0;
  },
};
