/**
 * `npm run test:runtimes`: runs a program from end to end on Node 20, 22, 24, Bun and Deno, from the packed tarballs.
 *
 * It builds, packs and installs the packages, downloads the runtimes from npm into `.cache/runtimes`, and prints a line
 * for each. `-- "Node 22" Bun` runs only some; a first one is the reference of the numbers. It exits with 1 if a
 * runtime fails, computes other numbers, or has other features than docs/guides/support.md says.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { installHome } from "../release/home.ts";
import {
  createWorkFolder,
  type EndToEndResult,
  type FeatureResult,
  placePrograms,
  runEndToEnd,
  runFeatures,
} from "./runEndToEnd.ts";
import { fetchRuntimes, type Runtime, RUNTIME_NAMES } from "./runtimes.ts";
import { FEATURES, findDifference, UNSUPPORTED } from "./support.ts";

/** By how much numbers of two runtimes may differ: their `Math.exp` and `Math.log` are not the same. */
const TOLERANCE = 1e-6;

/** Native packages that users install if they want them. They are linked, because they are large. */
const NATIVE = ["@julusian/jpeg-turbo", "sharp", "onnxruntime-node", "koffi", "@node-rs/crc32"];

const root = join(import.meta.dirname, "..", "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !RUNTIME_NAMES.includes(name));
if (unknown.length > 0)
  throw new RangeError(
    `test:runtimes: expected some of ${RUNTIME_NAMES.join(", ")}, got ${unknown.join(", ")}`,
  );

function linkNative(home: string): void {
  for (const name of NATIVE) {
    const place = join(home, "node_modules", name);
    const scope = join(place, "..");
    if (name.includes("/") && !existsSync(scope)) symlinkSync(join(root, "node_modules", name, ".."), scope);
    else if (!existsSync(place)) symlinkSync(join(root, "node_modules", name), place);
  }
}

/** The features that this machine can try. */
function featuresHere(): readonly string[] {
  const hasMpi = spawnSync("mpirun", ["--version"]).status === 0;
  if (!hasMpi) process.stdout.write("MPI is skipped: there is no mpirun\n");
  return FEATURES.filter((name) => name !== "MPI" || hasMpi);
}

/** What differs from the page, one sentence for each. */
function problemsOf(runtime: Runtime, results: readonly FeatureResult[]): readonly string[] {
  const known: Readonly<Record<string, string>> = UNSUPPORTED[runtime.name] ?? {};
  return results.flatMap(({ feature, outcome, reason = "" }) => {
    const isKnown = feature in known;
    if (outcome === "works") return isKnown ? [`${feature} works, and is listed as unsupported`] : [];
    return isKnown ? [] : [`${feature}: ${reason}`];
  });
}

process.stdout.write("building and packing\n");
execFileSync("npx", ["turbo", "run", "build", "--output-logs=errors-only"], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
});
const home = await installHome();
let failures = 0;
try {
  placePrograms(home.folder);
  linkNative(home.folder);
  const features = featuresHere();
  let reference: EndToEndResult | undefined;
  for (const runtime of fetchRuntimes(
    wanted.length > 0 ? wanted : RUNTIME_NAMES,
    join(root, ".cache", "runtimes"),
  )) {
    const work = createWorkFolder();
    const from = performance.now();
    const problems: string[] = [];
    let loss = "";
    try {
      const result = await runEndToEnd(runtime, home.folder, work.folder);
      reference ??= result;
      loss = result.measured["loss"].toFixed(9);
      const difference = findDifference(reference, result, TOLERANCE);
      if (difference !== undefined) problems.push(`other numbers: ${difference}`);
      problems.push(...problemsOf(runtime, await runFeatures(runtime, home.folder, work.folder, features)));
    } catch (error) {
      problems.push(String(error));
    } finally {
      work.remove();
    }
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    const words = problems.length === 0 ? "passes" : "FAILS";
    process.stdout.write(`${runtime.name.padEnd(8)} ${words}  loss ${loss}  ${seconds.padStart(6)} s\n`);
    for (const problem of problems) process.stdout.write(`  ${problem}\n`);
    failures += problems.length;
  }
} finally {
  home.remove();
}
process.exitCode = failures === 0 ? 0 : 1;
