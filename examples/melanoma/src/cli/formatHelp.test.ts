import { expect, it } from "vitest";
import type { Command } from "./command.ts";
import { HELP } from "./flag.ts";
import { TRAIN_FLAGS } from "./flags.ts";
import { formatHelp, formatOverview } from "./formatHelp.ts";

const paint: Command = {
  summary: "paints a wall",
  words: { usage: "WALL", min: 1, max: 1 },
  flags: { ...TRAIN_FLAGS, help: HELP },
  notes: "It dries.",
  run: () => Promise.resolve(),
};

it("names the command, its words and its notes", () => {
  expect(formatHelp("paint", paint)).toMatch(
    /^paints a wall\n\nnpm run melanoma -- paint WALL \[flags\]\n\n[^]*\nIt dries\.\n$/,
  );
});

it("lists every command, and every flag, in lines of at most 100 characters", () => {
  const help = formatOverview({ paint }, paint);
  expect(help).toContain("  paint  paints a wall\n");
  for (const name of Object.keys(TRAIN_FLAGS)) expect(help).toMatch(new RegExp(`^  --${name}\\b`, "m"));
  expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});
