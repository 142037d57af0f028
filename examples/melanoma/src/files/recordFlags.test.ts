import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CheckpointError } from "@tensorloom/training";
import { expect, it } from "vitest";
import { temporaryFolder } from "../commands/testCommand.ts";
import { recordFlags } from "./recordFlags.ts";

const folder = temporaryFolder();
const io = { signal: new AbortController().signal };
const options = { checkpoint: 60, resume: true, flags: new Map([["batch", "8"]]) };

/** The message of a resumed run whose checkpoint is refused. */
async function refused(what: string, differences: readonly string[] = [], batch = "8"): Promise<string> {
  await recordFlags(folder(), { ...options, resume: false }, io, () => Promise.resolve());
  const error = new CheckpointError(folder(), what, differences);
  const again = { ...options, flags: new Map([["batch", batch]]) };
  return recordFlags(folder(), again, io, () => Promise.reject(error)).then(
    () => "",
    (reason: unknown) => String(reason),
  );
}

it("names the flags that differ", async () => {
  const message = await refused("is of another run", ["schedule.options.replicas is 0.5, was 1"], "4");
  expect(message).toBe(
    `UserError: ${folder()} is of a run with other flags; use the same ones with --resume, or another --out:\n  --batch is 4, was 8`,
  );
});

it("says what to do if the pictures differ, or no checkpoint is intact", async () => {
  expect(await refused("is of another pipeline: fromArray(29): …")).toBe(
    `UserError: ${folder()} is of a run with other pictures; use the same ones with --resume, or another --out`,
  );
  expect(await refused("has no intact checkpoint: a is damaged")).toBe(
    `UserError: ${folder()} has no intact checkpoint: a is damaged; leave --resume out to begin again`,
  );
});

it("leaves other errors as they are, and writes the flags once", async () => {
  expect(await refused("is of another run", ["seed is 1, was 0"])).toContain("CheckpointError: ");
  expect(JSON.parse(readFileSync(join(folder(), "flags.json"), "utf8"))).toEqual({ batch: "8" });
});
