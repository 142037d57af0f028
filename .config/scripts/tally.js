// Prints what was unsteady and what failed in the reports of runTests.js, and the closing line: "N passed, N failed". A
// report that is missing counts as one failure.
import { existsSync, readFileSync } from "node:fs";

let [passed, failed] = [0, 0];
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`failed: there is no ${file}, because its tests were not run to the end`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  for (const line of report.unsteady ?? []) console.log(`passed at the second try: ${line}`);
  for (const line of report.failed ?? []) console.log(`failed: ${line}`);
  passed += report.numPassedTests;
  failed += report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
}
console.log(`${passed} passed, ${failed} failed`);
