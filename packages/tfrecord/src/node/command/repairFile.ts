import { writePlace } from "@tensorloom/core/internal/node";
import { repairFrom, type Repair } from "../../records/repairRecords.ts";
import { fastCrc32c } from "../checksum.ts";
import { formatCount, formatLoss, requireText, UsageError, type Command } from "./terminal/command.ts";
import { resolveInputs, openInput } from "./terminal/input.ts";
import { checkOutput, compressionOfName, FORCE } from "./output.ts";
import { withProgress } from "./terminal/records.ts";

/** `tfrecord repair`: copies the intact records of a damaged file. */
export const repairFile: Command = {
  summary: "copy the good records of a damaged file to a new one",
  usage: "FILE --out OUT [--force]",
  help: `Skips all damage in FILE and writes every good record to OUT, with the compression of FILE or of the extension of OUT
(.gz, .zlib), and reports what was lost. FILE is not changed; OUT appears when it is complete. An existing OUT is replaced
only with --force. A file without a good record is an error.

  tfrecord repair bad.tfrec --out good.tfrec`,
  flags: { out: { type: "string" }, ...FORCE },
  async run(files, flags, terminal) {
    const inputs = await resolveInputs(files);
    const to = requireText(flags, "out");
    if (inputs.length !== 1)
      throw new UsageError(
        `repair takes one damaged file, got ${String(inputs.length)}; --out names the new one`,
      );
    const [from] = inputs;
    const replace = flags["force"] === true;
    await checkOutput(to, inputs, replace);
    const input = await openInput(from, terminal);
    const output = compressionOfName(to) ?? (await input.compression());
    const read = (damage: object): AsyncIterable<Uint8Array> => withProgress([input], terminal, damage);
    const work = repairFrom(read, { checksum: fastCrc32c, output });
    await writePlace(to, requireRecords(work, from), { replace });
    const { report } = work;
    await terminal.out(`${to}: ${formatCount(work.records, "good record")}`);
    for (const { message, bytes } of report.regions)
      await terminal.out(`    ${message}; ${formatLoss(bytes)}`);
    const lost =
      report.bytes === undefined ? "an unknown number of bytes" : formatCount(report.bytes, "byte");
    if (report.records > 0)
      await terminal.out(`lost: at least ${formatCount(report.records, "record")}, ${lost}`);
    return 0;
  },
};

/** The bytes of the repaired file. Throws at the end if no record is good, so that no file appears. */
async function* requireRecords(work: Repair, from: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield* work.chunks;
  const [first] = work.report.regions;
  if (work.records === 0 && work.report.records > 0)
    throw new UsageError(
      `${from} has no good record, so nothing is written (${first.message}); is it a TFRecord file?`,
    );
}
