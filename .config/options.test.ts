import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { range } from "@tensorloom/data";
import { linear } from "@tensorloom/schedules";
import { beforeAll, describe, expect, it } from "vitest";
import { type OptionFunction, optionFunctions } from "./optionTypes.ts";

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

/** What stands before the options, for functions that look at that first. All others are called with nothing there. */
const BEFORE: Readonly<Record<string, Arguments>> = {
  bucketByLength: work,
  chooseFrom: () => [[range(2), range(2)], range(2)],
  decodeJpeg: bytes,
  decodePng: bytes,
  encodeJpeg: image,
  affineMatrix: image,
  evaluate: () => [...model(), range(3)],
  predict: () => [...model(), range(3)],
  predictions: () => [...model(), range(3)],
  fit: model,
  lean: model,
  memoryAdvice: model,
  planStep: model,
  stepMemory: model,
  explain: source,
  checkLaws: source,
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
  map: work,
  pad: () => [[{ x: 1 }]],
  profile: work,
  rejectionResample: work,
  sampleFrom: list,
  cacheToFile: path,
  fromFolder: path,
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
  httpBytes: () => ["http://127.0.0.1:9/"],
  readRecordFileBatches: () => ["/nowhere/at/all", 2],
  recordBatches: () => [[], 2],
  recordStream: () => [[]],
};

/** Named `options` or `…Options`, and not a table of named options of ours. */
const OTHER: ReadonlySet<string> = new Set([
  "@tensorloom/core checkOptions", // it is the checker
  "@tensorloom/backend applyToLogits", // tfjs's own options of a call
]);

const modules = new Map<string, Readonly<Record<string, unknown>>>();

/** Calls a function with one argument in the place of its options. */
async function called({ specifier, name, at }: OptionFunction, options: unknown): Promise<unknown> {
  const module = modules.get(specifier) ?? ((await import(specifier)) as Readonly<Record<string, unknown>>); // a module's exports
  modules.set(specifier, module);
  const run = module[name] as (...values: readonly unknown[]) => unknown; // its type says that it is a function
  const before = name in BEFORE ? BEFORE[name]() : [];
  const values = Array.from({ length: at }, (_, i) => before.at(i));
  try {
    return await iterated(await run(...values, options));
  } catch (error) {
    return error;
  }
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
      const meant = [...one.known].sort((a, b) => b.length - a.length)[0];
      const misspelt = `${meant}x`;
      const error = await called(one, { [misspelt]: undefined });
      expect(error).toBeInstanceOf(TypeError);
      expect((error as TypeError).message).toContain(`unknown option ${misspelt}`);
      expect((error as TypeError).message).toContain(`did you mean ${meant}?`);
    },
  );

  it.each(found.map((one) => [one.id, one] as const))("%s refuses what is no object", async (_, one) => {
    const error = await called(one, Symbol("not options"));
    expect(error).toBeInstanceOf(TypeError);
  });
});
