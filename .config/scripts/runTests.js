// Runs vitest. On CI (the variable CI), it then runs the files that failed a second time, one after the other, each in a
// process of its own: only what fails twice fails the check. A test that passes at the second try is printed as unsteady.
//
//     node .config/scripts/runTests.js REPORT [arguments of vitest]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { filesToRepeat, listAll, mergeReports } from "./failures.js";

/** If more files than this fail, the cause is not chance, and a second try would only take time. */
const MAX_FILES = 12;

const NO_REPORT = "vitest ended without a report";

const [path, ...words] = process.argv.slice(2);
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

process.exit(process.env["CI"] === undefined ? run(words) : runTwice());

function runTwice() {
  const { isPassed, status, report } = runWithReport(path, words);
  if (isPassed || report === undefined) return status;
  const { seconds, outcome } = repeatFiles(report, status);
  writeFileSync(path, JSON.stringify(mergeReports(report, seconds, outcome)));
  for (const line of outcome.unsteady) console.log(`passed at the second try: ${line}`);
  for (const line of outcome.failed) console.log(`failed: ${line}`);
  return outcome.failed.length === 0 ? 0 : 1;
}

function run(arguments_) {
  const { status: code } = spawnSync(process.execPath, [vitest, "run", ...arguments_], { stdio: "inherit" });
  return code ?? 1; // null: a signal ended it
}

/** The report is undefined if vitest ended without one: that is a failure, too. */
function runWithReport(file, arguments_) {
  rmSync(file, { force: true });
  const reporters = ["dot", join(import.meta.dirname, "testReport.js")].map((name) => `--reporter=${name}`);
  const code = run([...arguments_, ...reporters, `--outputFile.json=${file}`]);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const isPassed = code === 0 && report?.success === true;
  return { isPassed, status: isPassed ? 0 : code || 1, report };
}

function repeatFiles(first, status) {
  const files = filesToRepeat(first);
  if (files === undefined || files.size === 0 || files.size > MAX_FILES)
    return { seconds: [], outcome: { failed: listAll(first, status), unsteady: [] } };
  const at = words.indexOf("--config");
  const config = at === -1 ? [] : words.slice(at, at + 2);
  const [seconds, failed, unsteady] = [[], [], []];
  for (const [file, failures] of files) {
    console.log(`second try: ${file}`);
    const second = runWithReport(`${path}.second`, [...config, file]);
    rmSync(`${path}.second`, { force: true });
    if (second.report !== undefined) seconds.push(second.report);
    if (second.isPassed) unsteady.push(...failures);
    else
      failed.push(
        ...(second.report === undefined ? [`${file}: ${NO_REPORT}`] : listAll(second.report, second.status)),
      );
  }
  return { seconds, outcome: { failed, unsteady } };
}
