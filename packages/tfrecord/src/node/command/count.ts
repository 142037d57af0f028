import { isAddress } from "@tensorloom/core/internal/node";
import { openRecordFile } from "../../files/openRecordFile.ts";
import type { Command, Terminal } from "./terminal/command.ts";
import { eachFile } from "./eachFile.ts";
import { isStream, openInput } from "./terminal/input.ts";

async function countRecords(name: string, terminal: Terminal): Promise<number> {
  const input = await openInput(name, terminal);
  if (!isStream(name) && (await input.compression()) === "none") {
    const file = await openRecordFile(name, { index: isAddress(name) ? "auto" : "none" });
    await file.close();
    return file.length;
  }
  let count = 0;
  for await (const record of input.records()) count += record.length >= 0 ? 1 : 0;
  return count;
}

/** `tfrecord count`: counts the records of files. */
export const count: Command = {
  summary: "count the records of files, by their headers if possible",
  usage: "FILE... [--json]",
  help: `Reads only the headers of uncompressed files, and all of compressed ones and of objects of a storage without an index. Prints the count and the name of each file, and
the total of several files. A truncated file or a damaged header is reported and not counted; the exit code is then 1.

  tfrecord count 'train*.tfrec'`,
  flags: { json: { type: "boolean" } },
  async run(files, { json }, terminal) {
    const counts: { file: string; records: number }[] = [];
    const line = (records: number, what: string): string => `${String(records).padStart(9)} ${what}`;
    const code = await eachFile(files, terminal, async (file) => {
      const records = await countRecords(file, terminal);
      counts.push({ file, records });
      return json === true ? [] : [line(records, file)];
    });
    const total = counts.reduce((sum, one) => sum + one.records, 0);
    if (json === true) await terminal.out(JSON.stringify({ records: total, files: counts }));
    else if (counts.length > 1) await terminal.out(line(total, "in total"));
    return code;
  },
};
