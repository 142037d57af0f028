import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { benchmarkPage } from "./benchmarkPage.ts";
import { formatLines } from "./formatLines.ts";

it("docs/benchmarks.md is what the saved lines make: npm run bench:page", async () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "benchmarks.md"), "utf8");
  expect(page).toBe(await benchmarkPage());
});

it("lines with the same first field are one table, and what all of them say is above it", () => {
  const lines = [
    { bench: "read", engine: "ours", perSecond: 1234.5678, rounds: 7 },
    { bench: "read", engine: "peer", skipped: "not | there", rounds: 7 },
    { what: "import", times: { cold: 3 } },
  ];
  expect(formatLines(lines)).toBe(`bench: read; rounds: 7

| engine | per second | skipped |
| --- | --: | --- |
| ours | 1,235 |  |
| peer |  | not \\| there |

| what | times cold |
| --- | --: |
| import | 3 |`);
});
