import { expect, it } from "vitest";
import { FLAGS } from "./flags.ts";
import { help } from "./help.ts";

it("names every flag, in lines that a terminal shows whole", () => {
  for (const name of Object.keys(FLAGS)) expect(help()).toMatch(new RegExp(`^  --${name}\\b`, "m"));
  expect(
    Math.max(
      ...help()
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100);
});
