// Runs the unit tests beside the files that have changed since the last commit: the fast lane, before the full check.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).split("\n").filter(Boolean);
const changed = [...git("diff", "--name-only", "HEAD"), ...git("ls-files", "--others", "--exclude-standard")];
const sources = changed.filter((file) => /^(packages|examples)\/[^/]+\/src\/.*\.ts$/.test(file));
const tests = [...new Set(sources.flatMap((file) => testsNear(dirname(file))))];

if (tests.length === 0) {
  console.log("no source file of a package has changed");
  process.exit(0);
}
const { status } = spawnSync("npx", ["vitest", "run", ...tests, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);

/** The test files in a folder, or in the nearest folder above it that has any. */
function testsNear(folder) {
  const found = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".test.ts")) : [];
  if (found.length > 0 || folder.split("/").length <= 3) return found.map((file) => join(folder, file));
  return testsNear(dirname(folder));
}
