import { range, stack } from "@tensorloom/data";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fromFeatures, fromImages } from "./pipeline.ts";
import { calibrate } from "./calibrate.ts";
import { features } from "./features.ts";
import { openImages, type Images } from "./images.ts";
import type { Io } from "./cli/commandIO.ts";
import { buildNetwork, type Network } from "./model.ts";
import type { Options } from "./cli/options.ts";
import { predictions } from "./predict.ts";
import type { Prepared } from "./files/prepareFiles.ts";
import { planMemory, predictionBatch } from "./resources/memory.ts";
import { loadPretrained } from "./loadPretrained.ts";
import { progress } from "./cli/progressBar.ts";
import { replicasOf } from "./resources/replicas.ts";
import { stages } from "./stages.ts";
import type { Stopwatch } from "./cli/stopwatch.ts";
import { type Course, train, type Trained } from "./train.ts";

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
  const replicas = replicasOf(options, backend.name);
  const shared = replicas > 1 ? `; ${String(replicas)} threads share a batch` : "";
  io.stdout.write(`backend     ${backend.reason}${shared}\n`);
  const network = buildNetwork(options);
  const memory = planMemory(network, options, replicas, backend.name);
  if (memory.sentence !== undefined) io.stdout.write(`memory      ${memory.sentence}\n`);
  const images = {
    train: await openImages(prepared.train, options.size),
    validation: await openImages(prepared.validation, options.size),
    test: await openImages(prepared.test, options.size),
  };
  try {
    await loadPretrained(network.backbone, options, io);
    watch.lap("loading");
    const byHead = stages(options).some(({ trains }) => trains === "head");
    const courses = {
      head: byHead
        ? await featuresOf(network, images, { ...options, backend: backend.name }, replicas, io)
        : undefined,
      all: { train: fromImages(images.train), validation: fromImages(images.validation) },
    };
    watch.lap(byHead ? "features" : "opening");
    await onTrain();
    const trained = await train(network, courses, { ...options, ...memory }, replicas, io);
    watch.lap("training");
    const bar = progress(io, "predicting", images.test.length);
    const batch = predictionBatch(network.whole, options.batch, replicas, backend.name);
    const onProgress = (done: number): void => bar.at(done);
    const predicting = { batch, replicas, onProgress, signal: io.signal };
    const scores = await folded(network.whole, (model) => predictions(model, images.test, predicting));
    bar.end();
    watch.lap("predicting");
    return { ...trained, scores };
  } finally {
    await Promise.all(Object.values(images).map((one) => one.close()));
    network.dispose();
    backend.dispose();
  }
}

/** What the frozen backbone makes of the images. */
async function featuresOf(
  { backbone }: Network,
  images: Readonly<Record<keyof Course, Images>>,
  options: Options,
  replicas: number,
  io: Io,
): Promise<Course> {
  const together = (rows: number, threads: number): number =>
    predictionBatch(backbone, rows, threads, options.backend);
  if (options.weights.from === "none") await calibrateOn(backbone, images.train, (rows) => together(rows, 1));
  const total = 2 * images.train.length + images.validation.length;
  const bar = progress(io, "features", total);
  const batch = together(Math.min(16, Math.max(options.batch, 4 * replicas)), replicas);
  const found = await folded(backbone, async (model) => {
    const find = (of: Images, mirror: boolean, before: number): ReturnType<typeof features> =>
      features(model, of, {
        batch,
        mirror,
        replicas,
        signal: io.signal,
        onProgress: (done) => bar.at(before + (mirror ? 2 : 1) * done),
      });
    const train = fromFeatures(await find(images.train, true, 0));
    const validation = fromFeatures(await find(images.validation, false, 2 * images.train.length));
    return { train, validation };
  });
  bar.end();
  return found;
}

/** Works with a copy of a model whose batch normalisations are folded into its convolutions: it predicts faster. */
async function folded<T>(model: LayersModel, work: (copy: LayersModel) => Promise<T>): Promise<T> {
  const copy = fuse(await foldBatchNorm(model));
  try {
    return await work(copy);
  } finally {
    copy.dispose();
  }
}

/** Scales random features by images from all over the training files. */
async function calibrateOn(
  backbone: Network["backbone"],
  images: Images,
  together: (rows: number) => number,
): Promise<void> {
  const count = Math.min(CALIBRATION_IMAGES, images.length);
  const some = await range(count)
    .map((index) => images.at(Math.floor((index * images.length) / count)), { concurrency: 4 })
    .toArray();
  const pixels = some.map(({ image }) => image);
  const rows = together(count);
  const batches = Array.from({ length: Math.ceil(count / rows) }, (_, at) =>
    stack(pixels.slice(at * rows, (at + 1) * rows)),
  );
  await calibrate(backbone, batches);
}
