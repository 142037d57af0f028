// `npm run bench -- NAME`: runs the benchmarks of one package, or one benchmark; each prints one JSON object per line.
// With `--save` the lines also replace docs/benchmarks/BENCHMARK.jsonl. Other arguments go to the benchmark. Each runs in
// a process of its own: a used heap and the engine's type profiles slow down the next benchmark.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

const packages = join(import.meta.dirname, "..", "..", "packages");
const list = (folder) => (existsSync(join(packages, folder)) ? readdirSync(join(packages, folder)) : []);
const files = list("")
  .flatMap((name) => [`${name}/bench`, ...list(`${name}/src`).map((room) => `${name}/src/${room}`)])
  .filter((folder) => !/\.\w+$/.test(folder))
  .flatMap((folder) => list(folder).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith(".bench.ts"))
  .sort();
const names = (file) => [file.split("/")[0], basename(file, ".bench.ts")];

const name = process.argv.at(2);
const words = process.argv.slice(3).filter((word) => word !== "--save");
const chosen = files.filter((file) => name !== undefined && names(file).includes(name));
if (chosen.length === 0) {
  const known = [...new Set(files.flatMap(names))].sort().join(", ");
  console.error(`bench: expected one of ${known}; got ${name ?? "nothing"}`);
  process.exitCode = 1;
}
for (const file of chosen) {
  const { status, text } = await run(file);
  if (status !== 0) process.exitCode = status ?? 1;
  else if (process.argv.includes("--save")) {
    const { save } = await import("./save.js");
    save(names(file)[1], words, text);
  }
}

/** Runs a benchmark, and shows what it prints. */
function run(file) {
  const child = spawn(
    process.execPath,
    [...process.execArgv, "--import=tsx", "--conditions=@tensorloom/source", join(packages, file), ...words],
    { stdio: ["inherit", "pipe", "inherit"] },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part) => {
    process.stdout.write(part);
    text += part;
  });
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, text })));
}
