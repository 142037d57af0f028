import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@tensorloom/core/node";
import { jpegDecoder } from "@tensorloom/image/node";
import type { Io } from "./cli/commandIO.ts";
import type { Options } from "./cli/options.ts";
import { checkOutputFolder, reserveOutputFolder } from "./files/outputFolder.ts";
import { checkWeightsPath, drawSample, prepare } from "./files/prepareFiles.ts";
import { found, results } from "./cli/report.ts";
import { checkReplicas } from "./resources/replicas.ts";
import type { SampleSize } from "./sample/plan.ts";
import { stopwatch, type Stopwatch } from "./cli/stopwatch.ts";
import { submission } from "./submission.ts";

/**
 * The whole job: data (or a sample), training, validation, prediction, submission.
 *
 * What can be wrong with the flags, the folders and the records is found before anything is written but the sample.
 *
 * @param sample - How large a sample to draw where there is no data.
 */
export async function melanoma(options: Options, io: Io, sample?: SampleSize): Promise<void> {
  const watch = stopwatch(() => io.now());
  const warning = checkReplicas(options);
  if (warning !== undefined) io.stderr.write(`melanoma: ${warning}\n`);
  await checkOutputFolder(options.out);
  await checkWeightsPath(options);
  const release = await reserveOutputFolder(options.out);
  try {
    await inFolder(options, io, sample, watch);
  } finally {
    await release();
  }
}

async function inFolder(
  options: Options,
  io: Io,
  sample: SampleSize | undefined,
  watch: Stopwatch,
): Promise<void> {
  const drawn = options.data === undefined ? await drawSample(options, io, sample) : undefined;
  if (drawn !== undefined) watch.lap("drawing");
  const prepared = await prepare(drawn?.folder ?? options.data ?? "", options, io);
  watch.lap("reading");
  io.stdout.write(found(prepared, options, drawn !== undefined, await jpegDecoder()));

  const { learn } = await import("./learn.ts"); // tfjs takes a second to load: only where all is well so far
  const path = join(options.out, "submission.csv");
  const learnt = await learn(prepared, options, io, watch, async () => {
    await mkdir(options.out, { recursive: true });
    await rm(path, { force: true }); // an earlier run's would not belong to the model that is now trained
  });
  await writeFileAtomic(path, submission(prepared.order, learnt.scores));
  io.stdout.write(await results({ ...learnt, options, prepared, truth: drawn?.truth, time: String(watch) }));
}
