import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { isInternal, packageEntries } from "../../../../.config/reference/packageEntries.ts";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import { loadedModules } from "./loadedModules.ts";

/**
 * The time from a command to its answer, and of the import of every entry of every package as it is published (run
 * `npm run build` first), each in a process of its own: medians of milliseconds.
 *
 * `node` is an empty program, `tfjs-layers` what every program with a model loads. `files` are our own files.
 */
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const root = join(import.meta.dirname, "..", "..", "..", "..");
const integration = join(root, "packages", "integration");

function wallMs(program: string, words: readonly string[], rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    spawnSync(program, words, { cwd: root, stdio: "ignore" });
    return performance.now() - start;
  });
  return round(median(times));
}

function importMs(specifier: string): number {
  const code = `const start = performance.now(); await import("${specifier}"); process.stdout.write(String(performance.now() - start));`;
  const times = Array.from({ length: ROUNDS }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: integration,
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(`${specifier}: ${stderr}`);
    return Number(stdout);
  });
  return round(median(times));
}

const node = wallMs(process.execPath, ["--eval", "0"], 10);
print({ what: "node, an empty program", ms: node });
const tfrecord = join("packages", "tfrecord", "dist", "node", "command", "cli.js");
const COMMANDS: Readonly<Record<string, readonly [program: string, ...words: string[]]>> = {
  "npm run melanoma -- --help": ["npm", "run", "melanoma", "--", "--help"],
  "npm run melanoma -- --epochs x": ["npm", "run", "melanoma", "--", "--epochs", "x"],
  "npm run bench": ["npm", "run", "bench"],
  "tfrecord --help": [process.execPath, tfrecord, "--help"],
  "tfrecord --version": [process.execPath, tfrecord, "--version"],
};
for (const [what, [program, ...words]] of Object.entries(COMMANDS))
  print({ what, ms: wallMs(program, words, 10), rounds: 10 });

for (const what of ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"])
  print({ what: `import "${what}"`, ms: importMs(what) });
for (const { specifier, file } of packageEntries().filter((entry) => !isInternal(entry.specifier))) {
  const [, name] = specifier.split("/");
  if (!existsSync(join(root, "packages", name, "dist"))) {
    print({ what: `import "${specifier}"`, skipped: "npm run build has not run" });
    continue;
  }
  const { sources, packages } = await loadedModules(file);
  const builds = sources.map((source) =>
    join(root, source.replace("/src/", "/dist/").replace(/\.ts$/, ".js")),
  );
  const kilobytes =
    builds.reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0) / 1000;
  print({
    what: `import "${specifier}"`,
    ms: importMs(specifier),
    files: sources.length,
    kilobytes: Math.round(kilobytes),
    others: packages.join(", "),
  });
}
