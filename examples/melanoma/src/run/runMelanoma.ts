import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { rocAuc } from "@tensorloom/metrics";
import { jpegDecoder } from "@tensorloom/image";
import type { CommandIO } from "../cli/commandIO.ts";
import { formatPlan } from "../cli/formatPlan.ts";
import { formatResults } from "../cli/formatResults.ts";
import type { Options } from "../cli/options.ts";
import { startStopwatch, type Stopwatch } from "../cli/stopwatch.ts";
import { checkWeightsPath } from "../files/checkWeightsPath.ts";
import { checkOutputFolder, checkpointFolder, reserveOutputFolder } from "../files/outputFolder.ts";
import { prepareFiles } from "../files/prepareFiles.ts";
import { checkReplicas } from "../resources/replicas.ts";
import { drawSample, type DrawnSample } from "../sample/drawSample.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { readSubmissionOrder, writeSubmission } from "../submission.ts";

/**
 * Runs the whole job: data (or a sample), training, validation, prediction, submission.
 *
 * Mistakes in flags, folders and records are found before anything but the sample is written.
 *
 * @param sample - The size of the sample, which is drawn if there is no `--data`.
 */
export async function runMelanoma(options: Options, io: CommandIO, sample?: SampleSize): Promise<void> {
  const stopwatch = startStopwatch(io.clock);
  const warning = checkReplicas(options);
  if (warning !== undefined) io.stderr.write(`melanoma: ${warning}\n`);
  await checkOutputFolder(options.out);
  await checkWeightsPath(options);
  const release = await reserveOutputFolder(options.out);
  try {
    const drawn = options.data === undefined ? await drawSample(options, io, sample) : undefined;
    if (drawn !== undefined) stopwatch.lap("drawing");
    await runInFolder(drawn?.folder ?? options.data ?? "", drawn, options, io, stopwatch);
  } finally {
    await release();
  }
}

async function runInFolder(
  folder: string,
  drawn: DrawnSample | undefined,
  options: Options,
  io: CommandIO,
  stopwatch: Stopwatch,
): Promise<void> {
  const files = await prepareFiles(folder, options.seed, io);
  const testNames = files.test.flatMap(({ names }) => names);
  const order = await readSubmissionOrder(files.sampleSubmission, testNames);
  stopwatch.lap("reading");
  const plan = { ...files, folder, isSample: drawn !== undefined, decoder: await jpegDecoder() };
  io.stdout.write(formatPlan(plan, options));

  const { trainAndPredict } = await import("./trainAndPredict.ts"); // loads tfjs, which takes a second
  const path = join(options.out, "submission.csv");
  const checkpoints = checkpointFolder(options.out);
  const { best, kept, scores } = await trainAndPredict(files, options, io, stopwatch, async () => {
    await mkdir(options.out, { recursive: true });
    await rm(path, { force: true }); // an earlier submission does not belong to the new model
    if (!options.resume) await rm(checkpoints, { recursive: true, force: true });
  });
  await writeSubmission(path, order, scores);
  await rm(checkpoints, { recursive: true, force: true }); // there is nothing left to resume
  const testAuc = drawn === undefined ? undefined : measureAuc(drawn.testTargets, scores);
  const time = String(stopwatch);
  io.stdout.write(formatResults({ best, kept, submitted: order.length, testAuc, time }, options));
}

/** The ROC AUC of scores by name. */
function measureAuc(targets: ReadonlyMap<string, number>, scores: ReadonlyMap<string, number>): number {
  return rocAuc(
    [...targets.values()],
    [...targets.keys()].map((name) => scores.get(name) ?? NaN),
  );
}
