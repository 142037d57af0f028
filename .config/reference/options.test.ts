import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fuse, memoryAdvice, planStep, stepMemory } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import { createClassifier, createPreprocess } from "@tensorloom/classifier";
import { saveClassifier } from "@tensorloom/classifier/node";
import { type Dataset, map, range, Reader } from "@tensorloom/data";
import { decodeImage, decodeJpeg, decodeJpegSync, randomAffine } from "@tensorloom/image";
import { decodeWithJpegJs } from "@tensorloom/image/jpeg-js";
import { linear } from "@tensorloom/schedules";
import { gsStorage, s3Storage } from "@tensorloom/storage";
import {
  evaluate,
  findLearningRate,
  fit,
  meanSquaredError,
  predict,
  predictBatches,
} from "@tensorloom/training";
import { modelCheckpoint, tensorBoard } from "@tensorloom/training/node";
import { beforeAll, describe, expect, it } from "vitest";
import { nestedOptions, type OptionFunction, optionFunctions, optionMethods } from "./optionTypes.ts";

type Arguments = () => readonly unknown[];

const bytes: Arguments = () => [Uint8Array.of(137, 80)];
const image: Arguments = () => [{ data: new Uint8Array(12), height: 2, width: 2, channels: 3 }];
const source: Arguments = () => [range(3)];
const model: Arguments = () => [sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] })];
const nothing = (): undefined => undefined;
const work: Arguments = () => [nothing];
const path: Arguments = () => ["/nowhere/at/all"];
const dtype: Arguments = () => ["int64"];
const schedule: Arguments = () => [linear({ start: 0, end: 1, steps: 2 })];
const list: Arguments = () => [[range(2), range(2)]];

/** The arguments before the options, for functions that check those first. All others are called without them. */
const BEFORE: Readonly<Record<string, Arguments>> = {
  bucketByLength: work,
  chooseFrom: () => [[range(2), range(2)], range(2)],
  decodeJpeg: bytes,
  decodeJpegSync: bytes,
  decodePng: bytes,
  decodeImage: bytes,
  decodePngSync: bytes,
  decodeWithJpegJs: bytes,
  denormalize: () => [{ data: new Float32Array(1), height: 1, width: 1, channels: 1 }],
  encodeJpeg: image,
  encodeJpegSync: image,
  normalize: image,
  parseSequenceExample: bytes,
  parseSequenceExamples: () => [[Uint8Array.of()]],
  affineMatrix: image,
  evaluate: () => [...model(), range(3)],
  predict: () => [...model(), range(3)],
  predictBatches: () => [...model(), range(3)],
  fit: model,
  infer: model,
  createClassifier: model,
  loadClassifier: path,
  saveClassifier: () => [...path(), ...model()],
  findLearningRate: model,
  gradCam: model,
  occlusionMap: model,
  freeze: model,
  unfreeze: model,
  fuse: model,
  memoryAdvice: model,
  planStep: model,
  recomputeAsNeeded: model,
  stepMemory: model,
  explain: source,
  checkSourceContract: source,
  forEach: () => [range(3), nothing],
  iterate: source,
  toStream: source,
  fromArray: () => [[1]],
  fromGenerator: work,
  fromIndexed: () => [[1]],
  fromIterable: work,
  groupByWindow: work,
  ignoreErrors: work,
  interleave: work,
  kFold: () => [10],
  split: () => [10],
  map: work,
  pad: () => [[{ x: 1 }]],
  profile: work,
  rejectionResample: work,
  sampleFrom: list,
  cacheToFile: path,
  decodeRaw: () => [...bytes(), "uint8"],
  parseTensor: () => [...bytes(), "uint8"],
  toDense: () => [{ values: Float32Array.of(1), indices: Int32Array.of(0), denseShape: [1] }],
  fromCsv: () => [new Blob()],
  fromJsonl: () => [new Blob()],
  fromParquet: () => [new Blob()],
  fromTar: () => [new Blob()],
  sampleByClass: () => [[0]],
  sampleByWeight: () => [[1]],
  fromFolder: path,
  fromImageFiles: () => [[]],
  fromImageFolder: path,
  openFolder: path,
  openImageFolder: path,
  snapshot: path,
  plot: schedule,
  warmUp: schedule,
  startThreads: () => [new URL("file:///nowhere.js")],
  buildEfficientNet: () => ["B0"],
  plan: () => ["B0"],
  fetchWeights: () => ["B0", "notop"],
  fixedLength: dtype,
  fixedLengthSequence: dtype,
  ragged: dtype,
  sparse: dtype,
  variableLength: dtype,
  eventWriter: path,
  httpReader: () => ["http://127.0.0.1:9/"],
  readRecordFileBatches: () => ["/nowhere/at/all", 2],
  readRecordBatches: () => [[], 2],
  streamRecords: () => [[]],
};

/** Named `options` or `…Options`, and not a table of named options of ours. */
const OTHER: ReadonlySet<string> = new Set([
  "@tensorloom/core/internal/node spawnModuleWorker", // Node's own options of a worker
  "@tensorloom/core/internal checkOptions", // it is the checker
  "@tensorloom/backend/internal batchNormalize", // operations of a train step: their one caller is typed
  "@tensorloom/backend/internal convolve",
  "@tensorloom/backend/internal dropout",
  "@tensorloom/backend/internal dropoutMask",
  "@tensorloom/backend/internal fusedConv2d",
  "@tensorloom/backend/internal normalizeDepthwise",
  "@tensorloom/onnx/internal emitTrainGraph", // parts of an engine: their callers are typed
  "@tensorloom/onnx/internal emitTrainGraph.loss",
  "@tensorloom/onnx/internal compileTrainStep.loss",
  "GraphBuilder.finish",
  "@tensorloom/graph/internal recomputeAsNeeded", // its one caller is typed
  "@tensorloom/graph/internal applyToLogits", // tfjs's own options of a call
  "@tensorloom/graph/internal callWithoutActivation", // the same
  "@tensorloom/data/internal withPart", // the start of a pass: its one caller is typed
  "@tensorloom/data/operator openParent", // the start of a pass, which a stage passes to its parent
]);

const modules = new Map<string, Readonly<Record<string, unknown>>>();

/** The arguments before the options of a method, if there are any. */
const BEFORE_IN_METHODS: Readonly<Record<string, readonly unknown[]>> = {
  batch: [2],
  forEach: [nothing],
  ignoreErrors: [nothing],
  interleave: [nothing],
  map: [nothing],
  prefetch: [1],
  reduce: [nothing, 0],
  window: [2],
};

const network = (): LayersModel => sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
const run = { train: range(3) as never, epochs: 1, loss: meanSquaredError() }; // no batch is ever read
const batches = range(3) as never; // nor here
const loss = run.loss;
const rates = { train: run.train, loss };

const pixelNetwork = (): LayersModel =>
  sequential({
    layers: [layers.flatten({ inputShape: [1, 1, 3] }), layers.dense({ units: 1, activation: "sigmoid" })],
  });
const labelled = { labels: ["yes"], preprocess: createPreprocess({ height: 1, width: 1 }) };

/** Calls with an object inside the options. */
const NESTED: Readonly<Record<string, (inside: never) => unknown>> = {
  "@tensorloom/classifier createClassifier.card": (card) =>
    createClassifier(pixelNetwork(), { ...labelled, card }),
  "@tensorloom/classifier createPreprocess.scaling": (scaling) =>
    createPreprocess({ height: 1, width: 1, scaling }),
  "@tensorloom/classifier saveClassifier.card": (card) =>
    saveClassifier("/nowhere/at/all", pixelNetwork(), { ...labelled, card }),
  "@tensorloom/classifier/node saveClassifier.card": (card) =>
    saveClassifier("/nowhere/at/all", pixelNetwork(), { ...labelled, card }),
  "@tensorloom/graph fuse.recompute": (recompute) => fuse(network(), { recompute }),
  "@tensorloom/graph memoryAdvice.recompute": (recompute) => memoryAdvice(network(), { batch: 1, recompute }),
  "@tensorloom/graph planStep.recompute": (recompute) => planStep(network(), { batch: 1, recompute }),
  "@tensorloom/graph stepMemory.recompute": (recompute) => stepMemory(network(), { batch: 1, recompute }),
  "@tensorloom/image decodeImage.minSize": (minSize) => decodeImage(Uint8Array.of(), { minSize }),
  "@tensorloom/image decodeJpeg.minSize": (minSize) => decodeJpeg(Uint8Array.of(), { minSize }),
  "@tensorloom/image decodeJpegSync.minSize": (minSize) => decodeJpegSync(Uint8Array.of(), { minSize }),
  "@tensorloom/image randomAffine.rotateDegrees": (rotateDegrees) => randomAffine({ rotateDegrees }),
  "@tensorloom/image randomAffine.shearDegrees": (shearDegrees) => randomAffine({ shearDegrees }),
  "@tensorloom/image randomAffine.shiftPixels": (shiftPixels) => randomAffine({ shiftPixels }),
  "@tensorloom/image randomAffine.zoom": (zoom) => randomAffine({ zoom }),
  "@tensorloom/image/jpeg-js decodeWithJpegJs.minSize": (minSize) =>
    decodeWithJpegJs(Uint8Array.of(), { minSize }),
  "@tensorloom/data map.tune": (tune) => map(nothing, { concurrency: "auto", tune }),
  "@tensorloom/storage gsStorage.credentials": (credentials) => gsStorage({ credentials }),
  "@tensorloom/storage s3Storage.credentials": (credentials) => s3Storage({ credentials }),
  "@tensorloom/training evaluate.replicas": (replicas) => evaluate(network(), batches, { loss, replicas }),
  "@tensorloom/training findLearningRate.clip": (clip) => findLearningRate(network(), { ...rates, clip }),
  "@tensorloom/training findLearningRate.recompute": (recompute) =>
    findLearningRate(network(), { ...rates, recompute }),
  "@tensorloom/training findLearningRate.replicas": (replicas) =>
    findLearningRate(network(), { ...rates, replicas }),
  "@tensorloom/training fit.ema": (ema) => fit(network(), { ...run, ema }),
  "@tensorloom/training fit.checkpoint": (checkpoint) => fit(network(), { ...run, checkpoint }),
  "@tensorloom/training fit.clip": (clip) => fit(network(), { ...run, clip }),
  "@tensorloom/training fit.recompute": (recompute) => fit(network(), { ...run, recompute }),
  "@tensorloom/training fit.replicas": (replicas) => fit(network(), { ...run, replicas }),
  "@tensorloom/training predict.replicas": (replicas) => predict(network(), batches, { replicas }),
  "@tensorloom/training predictBatches.replicas": (replicas) =>
    predictBatches(network(), batches, { replicas }),
  "@tensorloom/training modelCheckpoint.every": (every) => modelCheckpoint("out/{epoch}", { every }),
  "@tensorloom/training tensorBoard.prCurves": (prCurves) => tensorBoard("out/run", { prCurves }),
  "@tensorloom/training/node modelCheckpoint.every": (every) => modelCheckpoint("out/{epoch}", { every }),
  "@tensorloom/training/node tensorBoard.prCurves": (prCurves) => tensorBoard("out/run", { prCurves }),
};

/** Calls a function with one argument at the position of its options. */
async function called({ specifier, name, at }: OptionFunction, options: unknown): Promise<unknown> {
  const module = modules.get(specifier) ?? ((await import(specifier)) as Readonly<Record<string, unknown>>); // a module's exports
  modules.set(specifier, module);
  const run = module[name] as (...values: readonly unknown[]) => unknown; // its type says that it is a function
  const before = name in BEFORE ? BEFORE[name]() : [];
  const values = Array.from({ length: at }, (_, i) => before.at(i));
  return thrownBy(() => run(...values, options));
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    return await iterated(await work());
  } catch (error) {
    return error;
  }
}

/** Expects an error that names the option and the one that was meant. */
async function expectRefused(
  known: readonly string[],
  call: (options: object) => Promise<unknown>,
): Promise<void> {
  const meant = [...known].sort((a, b) => b.length - a.length)[0];
  const error = await call({ [`${meant}x`]: undefined });
  expect(error).toBeInstanceOf(TypeError);
  expect((error as TypeError).message).toContain(`unknown option ${meant}x`);
  expect((error as TypeError).message).toContain(`did you mean ${meant}?`);
}

/** An asynchronous iterable may look at its options when it is first asked. */
async function iterated(value: unknown): Promise<unknown> {
  const { next } = Object(value) as { next?: () => unknown }; // an iterator has one
  return typeof next === "function" ? await next.call(value) : value;
}

const found = optionFunctions().filter(({ id }) => !OTHER.has(id));

describe("every exported function that takes options", () => {
  beforeAll(async () => {
    await useBackend("cpu");
  });

  it("is found from the types", () => {
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(({ known }) => known.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it.each(found.map((one) => [one.id, one] as const))(
    "%s refuses an unknown option by name",
    async (_, one) => {
      await expectRefused(one.known, (options) => called(one, options));
    },
  );

  it.each(found.map((one) => [one.id, one] as const))("%s refuses what is no object", async (_, one) => {
    const error = await called(one, Symbol("not options"));
    expect(error).toBeInstanceOf(TypeError);
  });
});

describe("every method of an exported class that takes options", () => {
  const methods = optionMethods().filter(({ id }) => !OTHER.has(id));

  it("is found from the types", () => {
    expect(methods.length).toBeGreaterThan(20);
  });

  it.each(methods.map((one) => [one.id, one] as const))(
    "%s refuses an unknown option by name",
    async (id, one) => {
      const owner: Dataset<number> | Reader<number> = id.startsWith("Reader.")
        ? new Reader(range(3))
        : range(3);
      const methods = owner as unknown as Readonly<
        Record<string, (...values: readonly unknown[]) => unknown>
      >; // of its class
      await expectRefused(one.known, (options) =>
        thrownBy(() => methods[one.name](...(BEFORE_IN_METHODS[one.name] ?? []), options)),
      );
    },
  );
});

describe("every object inside the options", () => {
  const nested = nestedOptions().filter(({ id }) => !OTHER.has(id));

  it("has a call that is tried", () => {
    expect(nested.map(({ id }) => id).sort()).toEqual(Object.keys(NESTED).sort());
  });

  it.each(nested.map((one) => [one.id, one] as const))(
    "%s refuses an unknown option by name",
    async (id, one) => {
      await expectRefused(one.known, (options) => thrownBy(() => NESTED[id](options as never))); // any object will do
    },
  );
});
