import { damageReport } from "../../records/damage.ts";
import { formatCount, formatLoss, type Command } from "./terminal/command.ts";
import { resolveInputs } from "./terminal/input.ts";
import { recordsWithProgress } from "./terminal/records.ts";

/** `tfrecord verify`: checks files for damage. */
export const verify: Command = {
  summary: "check every byte of files and list all damage",
  usage: "FILE... [--json]",
  help: `Reads each file to its end and checks both checksums of each record. After damage it searches for the next intact
header, so that all damage is listed: the record, its offset, the kind of damage and the number of lost bytes.
The exit code is 1 if a file is damaged.

  tfrecord verify data/*.tfrec
  tfrecord repair bad.tfrec --out good.tfrec    copies the good records`,
  flags: { json: { type: "boolean" } },
  async run(files, { json }, terminal) {
    const results: unknown[] = [];
    let bad = false;
    for (const file of await resolveInputs(files)) {
      const report = damageReport();
      let [records, bytes] = [0, 0];
      const options = { damage: "resync", onDamage: report.add, reuse: true } as const;
      for await (const record of recordsWithProgress([file], terminal, options)) {
        records += 1;
        bytes += record.length;
      }
      const good = report.regions.length === 0;
      bad ||= !good;
      results.push({ file, ok: good, records, bytes, damage: report.regions });
      if (json === true) continue;
      await terminal.out(
        `${good ? "ok " : "BAD"} ${file}: ${formatCount(records, "good record")}, ${formatCount(bytes, "byte")} of data`,
      );
      for (const { message, bytes: lost } of report.regions)
        await terminal.out(`    ${message}; ${formatLoss(lost)}`);
    }
    if (json === true) await terminal.out(JSON.stringify(results));
    return bad ? 1 : 0;
  },
};
