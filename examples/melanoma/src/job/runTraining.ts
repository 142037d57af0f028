import { makePlace } from "@tensorloom/core/internal/node";
import { jpegDecoder } from "@tensorloom/image";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { startStopwatch, type Stopwatch } from "../cli/stopwatch.ts";
import { checkWeightsPath } from "../files/checkWeightsPath.ts";
import {
  checkOutputPlace,
  checkpointFolder,
  removeOutput,
  reserveOutputFolder,
} from "../files/outputFolder.ts";
import { checkPictures } from "../pictures/checkPictures.ts";
import { checkTableFlags } from "../pictures/checkTableFlags.ts";
import { openData } from "../pictures/openData.ts";
import { splitData } from "../pictures/splitData.ts";
import type { TrainingData } from "../pictures/trainingData.ts";
import { optionsOfRank } from "../resources/ranks.ts";
import { checkReplicas } from "../resources/replicas.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { drawSample, type DrawnSample } from "../run/drawSample.ts";
import { formatPlan } from "./formatPlan.ts";
import { formatResults } from "./formatResults.ts";
import { planSubmission } from "./submit.ts";

/**
 * Runs a whole training: data (or a sample), split, training, validation, and what a run leaves.
 *
 * Mistakes in flags, folders and records are found before anything but the sample is written.
 *
 * @param sample - The size of the sample, which is drawn if there is no `--data`.
 */
export async function runTraining(options: Options, io: CommandIO, sample?: SampleSize): Promise<void> {
  const own = await optionsOfRank(options, io);
  try {
    await runOnRank(own.options, io, sample);
  } finally {
    await own.release();
  }
}

async function runOnRank(options: Options, io: CommandIO, sample?: SampleSize): Promise<void> {
  const stopwatch = startStopwatch(io.clock);
  const warning = checkReplicas(options);
  if (warning !== undefined) io.stderr.write(`melanoma: ${warning}\n`);
  checkTableFlags(options, options.data);
  await checkOutputPlace(options.out);
  await checkWeightsPath(options);
  const release = await reserveOutputFolder(options.out);
  try {
    const drawn = options.data === undefined ? await drawSample(options, io, sample) : undefined;
    if (drawn !== undefined) stopwatch.lap("drawing");
    const data = await openData(drawn?.folder ?? options.data ?? "", options, io);
    try {
      await trainOn(data, drawn, options, io, stopwatch);
    } finally {
      await data.close();
    }
  } finally {
    await release();
  }
}

async function trainOn(
  data: TrainingData,
  drawn: DrawnSample | undefined,
  options: Options,
  io: CommandIO,
  stopwatch: Stopwatch,
): Promise<void> {
  const { out } = options;
  const parts = splitData(data, options);
  await checkPictures(data.paths);
  const submission = await planSubmission(data, out);
  stopwatch.lap("reading");
  const plan = { data, parts, isSample: drawn !== undefined, decoder: await jpegDecoder() };
  io.stdout.write(formatPlan(plan, options));

  // These load tfjs, which takes a second.
  const { openSession } = await import("../run/session.ts");
  const { planFeatures } = await import("../run/headFeatures.ts");
  const { prepareFeatures, trainModel } = await import("../run/trainModel.ts");
  const { discardResults, writeResults } = await import("../results/writeResults.ts");
  const session = await openSession(data.labels, planFeatures(parts, options), options, io, stopwatch);
  try {
    const features = await prepareFeatures(session, data, parts);
    await makePlace(out);
    await submission?.discard(); // an earlier one does not belong to the new model
    await discardResults(options);
    if (!options.resume) await removeOutput(checkpointFolder(out));
    const trained = await trainModel(session, data, parts, features, out);
    const results = await writeResults(session, data, parts, trained);
    const submitted = await submission?.write(session, drawn?.testTargets);
    await removeOutput(checkpointFolder(out)); // there is nothing left to resume
    io.stdout.write(formatResults({ ...trained, results, submitted, time: String(stopwatch) }, options));
  } finally {
    session.dispose();
  }
}
