import { readdir } from "node:fs/promises";
import type { Command } from "../cli/command.ts";
import { HELP } from "../cli/flag.ts";
import { UserError } from "../cli/userError.ts";
import { choice, integer } from "../cli/values.ts";

const FORMS = ["records", "folder"] as const;

/** `sample`: draws data to try the other commands on. */
export const sample: Command = {
  summary: "draws a data set to try the other commands on",
  flags: {
    as: {
      value: "FORM",
      help: "records: TFRecords in the competition's layout; folder: one subfolder of\nJPEG files per class; default records",
    },
    seed: { value: "N", help: "determines every picture; default 42" },
    out: { value: "DIR", help: "the folder to write, new or empty; default out/sample" },
    help: HELP,
  },
  async run({ flags }, io, size) {
    const seed = integer(flags, "seed", { min: 0, max: 2 ** 31 - 1 }) ?? 42;
    const out = flags.get("out") ?? "out/sample";
    const { checkOutputFolder } = await import("../files/outputFolder.ts");
    const { drawSampleInto } = await import("../run/drawSample.ts");
    await checkOutputFolder(out);
    await checkEmpty(out);
    const form = choice(flags, "as", FORMS, "records");
    const { images } = await drawSampleInto(out, { seed, form, size }, io);
    io.stdout.write(`${out}: ${String(images)} pictures, drawn, not real skin\n`);
    io.stdout.write(`train on them: npm run melanoma -- train --data ${out} --size 64 --weights none\n`);
  },
};

/** @throws UserError if a folder exists and holds something, which would be lost. */
async function checkEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []); // it does not exist
  if (names.length > 0)
    throw new UserError(
      `--out: expected a new or empty folder, but ${folder} holds ${names.slice(0, 3).join(", ")}`,
    );
}
