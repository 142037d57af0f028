import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkProse } from "./check.ts";

/** `npm run prose -- PATH…` lists phrases that readers would have to translate. `--count` prints totals only. */
const root = join(import.meta.dirname, "..", "..");
const args = process.argv.slice(2);
const paths = args.filter((arg) => !arg.startsWith("--"));
const totals = new Map<string, number>();
let count = 0;
for (const file of proseFiles(paths))
  for (const { line, found, instead, context } of checkProse(file, readFileSync(join(root, file), "utf8"))) {
    count++;
    const key = found.toLowerCase();
    totals.set(key, (totals.get(key) ?? 0) + 1);
    if (!args.includes("--count")) console.log(`${file}:${String(line)}: "${found}" (${instead}) ${context}`);
  }
if (args.includes("--count"))
  for (const [found, times] of [...totals].sort((a, b) => b[1] - a[1]))
    console.log(`${String(times)} ${found}`);
console.log(`${String(count)} phrases to replace`);
process.exitCode = count === 0 ? 0 : 1;

/** Tracked and new files that hold prose, except what is generated and the lists of phrases themselves. */
function proseFiles(within: readonly string[]): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...within], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return listed
    .split("\n")
    .filter(
      (file) =>
        /\.(ts|js|md)$/.test(file) && !/\/fixtures\/|^\.config\/prose|\.d\.ts$|binary\.ts$/.test(file),
    )
    .filter((file) => existsSync(join(root, file)));
}
