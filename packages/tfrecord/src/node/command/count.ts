import { openRecordFile } from "../openRecordFile.ts";
import type { Command, Terminal } from "./command.ts";
import { eachFile } from "./eachFile.ts";
import { isStream, openInput } from "./input.ts";

async function countRecords(name: string, terminal: Terminal): Promise<number> {
  const input = openInput(name, terminal);
  if (!isStream(name) && (await input.compression()) === "none") {
    const file = await openRecordFile(name, { index: "none" });
    await file.close();
    return file.length;
  }
  let count = 0;
  for await (const record of input.records()) count += record.length >= 0 ? 1 : 0;
  return count;
}

/** `tfrecord count`: how many records files hold. */
export const count: Command = {
  summary: "say how many records files hold, by their headers alone",
  usage: "FILE... [--json]",
  help: `Reads only the headers of uncompressed files (a gigabyte takes a blink), and all of compressed ones.
Prints the count and the name of each file, and the total where there are several. A file that is cut or has a broken
header is told, and not counted; the exit code is 1 then.

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
    else if (counts.length > 1) await terminal.out(line(total, "in all"));
    return code;
  },
};
