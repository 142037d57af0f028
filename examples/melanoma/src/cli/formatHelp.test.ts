import { expect, it } from "vitest";
import { FLAGS } from "./flags.ts";
import { formatHelp } from "./formatHelp.ts";

it("names every exit code", () => {
  for (const code of ["0", "1 (error)", "130 (Ctrl-C)", "143 (SIGTERM)"])
    expect(formatHelp()).toContain(code);
});

it("lists every flag, in lines of at most 100 characters", () => {
  for (const name of Object.keys(FLAGS)) expect(formatHelp()).toMatch(new RegExp(`^  --${name}\\b`, "m"));
  expect(
    Math.max(
      ...formatHelp()
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100);
});
