import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { averagePrecision, classificationReport, logLoss, predictClasses, rocAuc } from "@tensorloom/metrics";
import { medianMs, print, round } from "../../../.config/bench/measure.ts";

/**
 * Metrics of 1,000,000 rows, and the memory that they take at most.
 *
 * If `TENSORLOOM_PYTHON` names a Python with scikit-learn, its times are measured in the same run, on the same numbers:
 *
 * TENSORLOOM_PYTHON=python3 npm run bench -- metrics
 */
const ROWS = 1_000_000;

const labels = Uint8Array.from({ length: ROWS }, (_, row) => Number(row % 57 === 0));
const scores = Float32Array.from({ length: ROWS }, (_, row) =>
  Math.min(1, 0.9 * Math.sin(row) ** 2 + 0.1 * labels[row]),
);
const weights = Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 3));

const TASKS: Readonly<Record<string, () => number>> = {
  rocAuc: () => rocAuc(labels, scores),
  "rocAuc, weighted": () => rocAuc(labels, scores, { weights }),
  averagePrecision: () => averagePrecision(labels, scores),
  logLoss: () => logLoss(labels, scores),
  classificationReport: () => classificationReport(labels, predictClasses(scores)).macro.f1,
};

const peer = measurePeer();
for (const [task, run] of Object.entries(TASKS)) {
  const ms = await medianMs(run);
  const what = `${task} of ${ROWS.toLocaleString("en")} rows`;
  print({ what, who: "tensorloom", ms: round(ms) });
  const theirs = peer?.[task];
  if (theirs === undefined) continue;
  const difference = Math.abs(run() - theirs.value);
  print({ what, who: "scikit-learn", ms: round(theirs.ms), ratio: round(theirs.ms / ms), difference });
}
const before = process.memoryUsage().rss;
for (let call = 0; call < 50; call++) rocAuc(labels, scores);
print({
  what: `resident memory after 50 more calls of rocAuc, ${ROWS.toLocaleString("en")} rows`,
  who: "tensorloom",
  grownMB: round((process.memoryUsage().rss - before) / 1e6),
});

/** scikit-learn's milliseconds and values; `undefined` without a Python. */
function measurePeer(): Readonly<Record<string, { ms: number; value: number }>> | undefined {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) {
    print({ what: "metrics", who: "scikit-learn", absent: "TENSORLOOM_PYTHON is not set" });
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "metrics-"));
  try {
    const files = [join(folder, "labels"), join(folder, "scores")];
    writeFileSync(files[0], labels);
    writeFileSync(files[1], scores);
    const script = join(import.meta.dirname, "peer.py");
    const text = execFileSync(python, [script, ...files], { encoding: "utf8" });
    return JSON.parse(text) as ReturnType<typeof measurePeer>; // as peer.py writes it
  } finally {
    rmSync(folder, { recursive: true });
  }
}
