import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * `npm run bench -- NAME`: runs the benchmarks of one package, or one benchmark; each prints one JSON object per line.
 * Arguments after NAME go to the benchmark.
 *
 * Each runs in a process of its own: a used heap and the engine's type profiles slow down the next benchmark.
 */
const packages = join(import.meta.dirname, "..", "..", "packages");
const files = readdirSync(packages, { recursive: true, encoding: "utf8" })
  .filter((file) => /^[^/]+\/(bench|src\/[^/]+)\/[^/]+\.bench\.ts$/.test(file))
  .sort();
const names = (file: string): readonly string[] => [file.split("/")[0], basename(file, ".bench.ts")];

const name = process.argv.at(2);
const chosen = files.filter((file) => name !== undefined && names(file).includes(name));
if (chosen.length === 0) {
  const known = [...new Set(files.flatMap(names))].sort().join(", ");
  console.error(`bench: expected one of ${known}; got ${name ?? "nothing"}`);
  process.exitCode = 1;
}
for (const file of chosen) {
  const { status } = spawnSync(
    process.execPath,
    [...process.execArgv, join(packages, file), ...process.argv.slice(3)],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exitCode = status ?? 1;
}
