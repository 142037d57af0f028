// Lists the failures of a run of vitest, from the report of testReport.js.

/** How many files run at the same time: an error outside of tests may come from one that has ended just before. */
const NEIGHBOURS = 3;

/**
 * The files to run again, each with what went wrong; undefined if an error belongs to no file. An error outside of tests
 * belongs to the file that was running, or to one of those that ended last before it began.
 */
export function filesToRepeat({ testResults, errors, unfinished }) {
  const found = testResults.filter(({ status }) => status === "failed");
  const files = new Map(found.map((result) => [result.name, listFailures(result)]));
  for (const { message, file, isExit } of errors) {
    if (isExit && unfinished.length > 0) continue; // the unfinished files have failed
    if (file === undefined) return undefined;
    const names = [file, ...namesBefore(file, testResults)];
    for (const name of names) files.set(name, files.get(name) ?? []);
    files.get(file).push(`${file} > an error outside of tests: ${message}`);
  }
  return files;
}

function namesBefore(file, results) {
  const startTime = results.find(({ name }) => name === file)?.startTime ?? 0;
  return results
    .filter(({ name, endTime }) => name !== file && endTime <= startTime)
    .sort((one, other) => other.endTime - one.endTime)
    .slice(0, NEIGHBOURS)
    .map(({ name }) => name);
}

/** A line for each failed test of a file, or one for the file. */
function listFailures({ name, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === "failed");
  if (failed.length === 0) return [`${name}: ${firstLine(message)}`];
  return failed.map(({ ancestorTitles, title, failureMessages }) => {
    const test = [name, ...ancestorTitles.filter(Boolean), title].join(" > ");
    return `${test}: ${firstLine(failureMessages[0])}`;
  });
}

function firstLine(text = "") {
  return text.split("\n")[0];
}

/** A line for each thing that went wrong in a run. */
export function listAll(report, status) {
  const failed = report.testResults.filter((result) => result.status === "failed").flatMap(listFailures);
  const errors = report.errors.map(
    ({ file, message }) => `${file ?? "vitest"} > an error outside of tests: ${message}`,
  );
  const lines = [...failed, ...errors];
  return lines.length > 0 ? lines : [`vitest exited with ${status}`];
}

/** The report of all files, in which a file's second result replaces its first. */
export function mergeReports(first, seconds, { failed, unsteady }) {
  const again = new Map(
    seconds.flatMap(({ testResults }) => testResults.map((result) => [result.name, result])),
  );
  const testResults = first.testResults.map((result) => again.get(result.name) ?? result);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  return {
    ...first,
    testResults,
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    success: failed.length === 0,
    failed,
    unsteady,
  };
}
