import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command, interruptAt, temporaryFolder, TINY } from "./testCommand.ts";

const folder = temporaryFolder();

/** A run in OUT, with every option that a checkpoint has to remember. */
function argv(out: string, ...more: readonly string[]): readonly string[] {
  const recipe = [
    "--optimizer",
    "adamw",
    "--ema",
    "0.9",
    "--schedule",
    "plateau",
    "--class-weights",
    "balanced",
  ];
  const small = ["--size", "32", "--backend", "wasm", "--batch", "8", "--epochs", "4", "--tta", "2"];
  return [...recipe, ...small, "--out", join(folder(), out), ...more];
}

/** What a run leaves, without its times. */
function results(out: string): readonly unknown[] {
  const read = (name: string): string => readFileSync(join(folder(), out, name), "utf8");
  const epochs = read("metrics.jsonl")
    .trim()
    .split("\n")
    .map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
  return [epochs, read("submission.csv")];
}

describe("--resume", () => {
  it("refuses other flags, and continues an interrupted run to the results of a whole one, to the last digit", async () => {
    const whole = await command(argv("whole"));
    expect([whole.code, whole.err]).toEqual([0, ""]);
    expect(whole.out).not.toContain("resumed");

    const stopped = await interruptAt("epoch 2/4", argv("run"), TINY);
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain("--resume continues the training");
    expect(existsSync(join(folder(), "run", "submission.csv"))).toBe(false);

    const checkpoint = join(folder(), "run", "checkpoint", "head");
    const other = await command([...argv("run", "--resume"), "--seed", "7"]);
    expect([other.code, other.err]).toEqual([
      1,
      `melanoma: ${checkpoint} is of a run with other flags; use the same ones with --resume, or another --out:\n` +
        "  --seed is 7, was not used\n",
    ]);
    const batch = argv("run", "--resume").map((word, at, all) => (all[at - 1] === "--batch" ? "4" : word));
    expect((await command(batch)).err).toMatch(/--out:\n {2}--batch is 4, was 8\n$/);

    const resumed = await command(argv("run", "--resume"));
    expect([resumed.code, resumed.err]).toEqual([0, ""]);
    expect(resumed.out).toContain("resumed at epoch 3, step 1\n");
    expect(results("run")).toEqual(results("whole"));
    expect(existsSync(join(folder(), "run", "checkpoint"))).toBe(false);
  });
});
