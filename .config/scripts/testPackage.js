// Runs the tests of the package in whose folder npm started it, with the repository's settings.
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const folder = relative(root, process.cwd()).replaceAll("\\", "/");
const { status } = spawnSync("npx", ["vitest", "run", `${folder}/`, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
