import { range, stack } from "@tensorloom/data";
import { useBackend } from "@tensorloom/backend";
import { fromFeatures, fromImages, type Lessons } from "./batches.ts";
import { calibrate } from "./calibrate.ts";
import { features } from "./features.ts";
import { openImages, type Images } from "./images.ts";
import type { Io } from "./io.ts";
import { buildNetwork, type Network } from "./network.ts";
import type { Options } from "./options.ts";
import { predictions } from "./predictions.ts";
import type { Prepared } from "./prepare.ts";
import { loadPretrained } from "./pretrained.ts";
import { progress } from "./progress.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { train, type Trained } from "./train.ts";

/** What training came to. */
export interface Learnt extends Trained {
  /** What the model that was kept says of each test image, by name. */
  readonly scores: ReadonlyMap<string, number>;
}

/** Images that random features are scaled by. */
const CALIBRATION_IMAGES = 128;

/**
 * Everything that needs tensors: trains and predicts. The only part that loads tfjs.
 *
 * @param onTrain - Called when all is loaded and training begins.
 */
export async function learn(
  prepared: Prepared,
  options: Options,
  io: Io,
  watch: Stopwatch,
  onTrain: () => Promise<void>,
): Promise<Learnt> {
  const backend = await useBackend(options.backend);
  io.stdout.write(`backend     ${backend.reason}\n`);
  const network = buildNetwork(options);
  const images = {
    train: await openImages(prepared.train, options.size),
    validation: await openImages(prepared.validation, options.size),
    test: await openImages(prepared.test, options.size),
  };
  try {
    await loadPretrained(network.backbone, options, io);
    watch.lap("loading");
    const lessons = await lessonsOf(network, images, options, io);
    watch.lap(options.train === "head" ? "features" : "opening");
    await onTrain();
    const trained = await train(network, lessons, options, io);
    watch.lap("training");
    const bar = progress(io, "predicting", images.test.length);
    const { batch } = options;
    const onProgress = (done: number): void => bar.at(done);
    const scores = await predictions(network.whole, images.test, { batch, onProgress, signal: io.signal });
    bar.end();
    watch.lap("predicting");
    return { ...trained, scores };
  } finally {
    await Promise.all(Object.values(images).map((one) => one.close()));
    network.dispose();
    backend.dispose();
  }
}

async function lessonsOf(
  { backbone }: Network,
  images: { readonly train: Images; readonly validation: Images },
  options: Options,
  io: Io,
): Promise<{ readonly train: Lessons; readonly validation: Lessons }> {
  if (options.train === "all")
    return { train: fromImages(images.train), validation: fromImages(images.validation) };
  if (options.weights.from === "none") await calibrateOn(backbone, images.train);
  const total = 2 * images.train.length + images.validation.length;
  const bar = progress(io, "features", total);
  const batch = Math.min(16, options.batch);
  const find = (of: Images, mirror: boolean, before: number): ReturnType<typeof features> =>
    features(backbone, of, {
      batch,
      mirror,
      signal: io.signal,
      onProgress: (done) => bar.at(before + (mirror ? 2 : 1) * done),
    });
  const train = fromFeatures(await find(images.train, true, 0));
  const validation = fromFeatures(await find(images.validation, false, 2 * images.train.length));
  bar.end();
  return { train, validation };
}

/** Scales random features by images from all over the training files. */
async function calibrateOn(backbone: Network["backbone"], images: Images): Promise<void> {
  const count = Math.min(CALIBRATION_IMAGES, images.length);
  const some = await range(count)
    .map((index) => images.at(Math.floor((index * images.length) / count)), { concurrency: 4 })
    .toArray();
  await calibrate(backbone, stack(some.map(({ image }) => image)));
}
