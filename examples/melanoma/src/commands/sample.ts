import { listBelow, isAddress } from "@tensorloom/core/internal/node";
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
    out: { value: "DIR", help: "the folder or address to write, new or empty; default out/sample" },
    help: HELP,
  },
  async run({ flags }, io, size) {
    const seed = integer(flags, "seed", { min: 0, max: 2 ** 31 - 1 }) ?? 42;
    const out = flags.get("out") ?? "out/sample";
    const { checkOutputPlace } = await import("../files/outputFolder.ts");
    const { drawSampleInto } = await import("../run/drawSample.ts");
    await checkOutputPlace(out);
    await checkEmpty(out);
    const form = choice(flags, "as", FORMS, "records");
    const { images } = await drawSampleInto(out, { seed, form, size }, io);
    io.stdout.write(`${out}: ${String(images)} pictures, drawn, not real skin\n`);
    io.stdout.write(`train on them: npm run melanoma -- train --data ${out} --size 64 --weights none\n`);
  },
};

/** @throws UserError if a folder exists and holds something, which would be lost. */
async function checkEmpty(folder: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.length > 0)
    throw new UserError(
      `--out: expected a new or empty folder, but ${folder} holds ${names.slice(0, 3).join(", ")}`,
    );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  if (!isAddress(folder)) return readdir(folder).catch(() => []); // it does not exist
  const names: string[] = [];
  for await (const { name } of listBelow(folder)) if (names.push(name) === 3) break;
  return names;
}
