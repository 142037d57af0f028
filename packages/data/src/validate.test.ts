import { describe, expect, it } from "vitest";
import {
  batch,
  BatchPool,
  bucketByLength,
  cache,
  chooseFrom,
  concatenate,
  Dataset,
  explain,
  toTfjsDataset,
  forEach,
  fromArray,
  fromGenerator,
  fromIndexed,
  fromIterable,
  fromSource,
  groupByWindow,
  ignoreErrors,
  interleave,
  iterate,
  map,
  meter,
  pad,
  paddedBatch,
  prefetch,
  range,
  rebatch,
  rejectionResample,
  sampleFrom,
  shuffle,
  stack,
  take,
  toStream,
  unbatch,
  window,
  zip,
} from "./index.ts";
import { checkSourceContract, bufferedStage, stage } from "./operator.ts";

/** Passes any value, like a call from JavaScript. */
const any = (value: unknown): never => value as never;

/** Every function that takes options, called with `null`. */
const nulls: [string, () => unknown][] = Object.entries<(options: never) => unknown>({
  batch: (options) => batch(2, options),
  bucketByLength: (options) => bucketByLength(Number, options),
  chooseFrom: (options) => chooseFrom([range(3)], range(3), options),
  fromArray: (options) => fromArray([1], options),
  fromGenerator: (options) => fromGenerator(any(Number), options),
  fromIndexed: (options) => fromIndexed([1], options),
  fromIterable: (options) => fromIterable(() => [], options),
  groupByWindow: (options) => groupByWindow(Number, options),
  ignoreErrors: (options) => ignoreErrors(Number, options),
  interleave: (options) => interleave(any, options),
  iterate: (options) => iterate(range(3), options),
  map: (options) => map(Number, options),
  open: (options) => range(3).open(options),
  pad: (options) => pad([[1]], options),
  paddedBatch: (options) => paddedBatch(2, options),
  prefetch: (options) => prefetch(2, options),
  rebatch: (options) => rebatch(2, options),
  rejectionResample: (options) => rejectionResample(Number, options),
  sampleFrom: (options) => sampleFrom([range(3)], options),
  shuffle: (options) => shuffle(options),
  toStream: (options) => toStream(range(3), options),
  window: (options) => window(2, options),
}).map(([name, call]) => [`${name}: options must be a plain object, got null`, () => call(any(null))]);

/** A value that is not a source. */
const list = any([1, 2]);

describe("invalid arguments throw immediately and are named", () => {
  it.each<[string, () => unknown]>([
    ['rebatch: size must be an integer of at least 1, got "3"', () => rebatch(any("3"))],
    ["rebatch: size must be an integer of at least 1, got null", () => rebatch(any(null))],
    [
      "rejectionResample: options must be a plain object, got undefined",
      () => rejectionResample(Number, any(undefined)),
    ],
    ["rejectionResample: target must be a list, got undefined", () => rejectionResample(Number, any({}))],
    [
      "rejectionResample: target must have a share above 0",
      () => rejectionResample(Number, { target: [0, 0] }),
    ],
    [
      "rejectionResample: seed must be an integer, got 0.5",
      () => rejectionResample(Number, { target: [1], seed: 0.5 }),
    ],
    [
      "bucketByLength: options must be a plain object, got undefined",
      () => bucketByLength(Number, any(undefined)),
    ],
    [
      "bucketByLength: sizes must be a list, got 3",
      () => bucketByLength(Number, { boundaries: [1], sizes: any(3) }),
    ],
    [
      "groupByWindow: options must be a plain object, got undefined",
      () => groupByWindow(Number, any(undefined)),
    ],
    [
      "groupByWindow: size must be an integer of at least 1, got undefined",
      () => groupByWindow(Number, any({})),
    ],
    ["zip: source 1 must be a source, got an array of 2; use fromArray", () => range(3).zip(any([1, 2]))],
    ["zip: source 0 must be a source, got undefined", () => zip(any(undefined))],
    ["concatenate: source 1 must be a source, got an array of 2", () => range(3).concatenate(any([1, 2]))],
    ["concatenate: source 0 must be a source, got null", () => concatenate(any(null))],
    ["chooseFrom: sources must be a list, got undefined", () => chooseFrom(any(undefined), range(3))],
    ["chooseFrom: choices must be a source, got an array of 1", () => chooseFrom([range(3)], any([0]))],
    ["sampleFrom: the number of sources must be an integer of at least 1, got 0", () => sampleFrom([])],
    ["fromSource: source must be a source, got an object (Object)", () => fromSource(any({}))],
    ["apply: operator must be a function, got undefined", () => range(3).apply(any(undefined))],
    ["fromArray: items must be a list, got undefined", () => fromArray(any(undefined))],
    ["fromIndexed: elements must be an object, got undefined", () => fromIndexed(any(undefined))],
    ["fromIndexed: at must be a function, got undefined", () => fromIndexed(any({ length: 2 }))],
    [
      "fromIterable: size must be an integer of at least 0, got -1",
      () => fromIterable(() => [], { size: -1 }),
    ],
    [
      "fromIterable: size must be an integer of at least 0, got NaN",
      () => fromIterable(() => [], { size: NaN }),
    ],
    ["repeat: count must be an integer of at least 0, got null", () => range(3).repeat(any(null))],
    [
      'paddedBatch: length must be an integer of at least 0, got "3"',
      () => paddedBatch(2, { length: any("3") }),
    ],
    ["paddedBatch: value must be a finite number, got NaN", () => paddedBatch(2, { value: NaN })],
    ["pad: numbers and lists are mixed, 1 lists deep", () => pad([[1], [[2, 3]]])],
    ["pad: expected numbers, got null", () => pad([[1, any(null)]])],
    [
      "pad: element 1[1] must be a number as element 0[1] is, got an array",
      () => pad([[[1], 2], any([[3], [4]])]),
    ],
    [
      "pad: element 1 must be a Float32Array as element 0 is, got a Uint8Array",
      () => pad<Float32Array | Uint8Array>([new Float32Array(1), new Uint8Array(1)]),
    ],
    [
      "pad: element 1 must be an array as element 0 is, got a Uint8Array",
      () => pad(any([[1], new Uint8Array(1)])),
    ],
  ])("%s", (sentence, call) => {
    expect(call).toThrow(sentence);
  });

  it.each<[string, () => unknown]>([
    ["batch(2): the upstream must be a source, got an array of 2; use fromArray", () => batch(2)(list)],
    ["batch(2): the upstream must be a source, got undefined", () => batch(2)(any(undefined))],
    ["take(1): the upstream must be a source, got null", () => take(1)(any(null))],
    ["map(Number): the upstream must be a source, got an array of 2", () => map(Number)(list)],
    ["window(2, 2, 1): the upstream must be a source, got 5", () => window(2)(any(5))],
    ["cache(): the upstream must be a source, got an array of 2", () => cache()(list)],
    ["shuffle(0): the upstream must be a source, got an array of 2", () => shuffle()(list)],
    ["shuffle(0, 2): the upstream must be a source, got an array of 2", () => shuffle({ buffer: 2 })(list)],
    ["rebatch(2): the upstream must be a source, got an array of 2", () => rebatch(2)(list)],
    ["toTfjsDataset: source must be a source, got an array of 2", () => toTfjsDataset(list, Number)],
    ["toTfjsDataset: source must be a source, got undefined", () => toTfjsDataset(any(undefined), Number)],
    ["meter: source must be a source, got an array of 2", () => meter(list)],
    ["meter: clock must be a function, got 5", () => meter(range(3), any(5))],
    ["toStream: source must be a source, got an array of 2", () => toStream(list)],
    ["toStream: source must be a source, got undefined", () => toStream(any(undefined))],
    ["iterate: source must be a source, got undefined", () => iterate(any(undefined))],
    ["Reader: source must be a source, got undefined", () => new Dataset(any(undefined))],
    [
      "apply: what the operator made must be a source, got a function; call it: unbatch()",
      () => range(3).apply(any(unbatch)),
    ],
    ["apply: what the operator made must be a source, got 5", () => range(3).apply(() => any(5))],
  ])("%s", (sentence, call) => {
    expect(call).toThrow(sentence);
  });

  it.each<[string, () => unknown]>([
    [
      "map: unknown option concurency; known are concurrency, tune, ordered, seed",
      () => map(Number, any({ concurency: 8 })),
    ],
    [
      "batch: unknown option dropRemaindr; known are dropRemainder, collate",
      () => batch(2, any({ dropRemaindr: true })),
    ],
    [
      "interleave: unknown option cycle_length, deep; known are",
      () => interleave(any, any({ cycle_length: 3, deep: 1 })),
    ],
    ["shuffle: unknown option bufer; known are buffer, seed, reshuffle", () => shuffle(any({ bufer: 5 }))],
    ["fromArray: unknown option size; known are label", () => fromArray([1], any({ size: 1 }))],
    [
      "open: unknown option stat; known are epoch, state, instrumentation",
      () => range(3).open(any({ stat: 1 })),
    ],
    [
      "iterate: unknown option stat; known are epoch, state, instrumentation, branch, split",
      () => range(3).iterate(any({ stat: 1 })),
    ],
    ["shuffle: options must be a plain object, got 1000; say { buffer: 1000 }", () => shuffle(any(1000))],
    [
      "batch: options must be a plain object, got true; say { dropRemainder: true }",
      () => batch(2, any(true)),
    ],
    ["window: options must be a plain object, got 1; say { shift: 1 }", () => window(2, any(1))],
    ["map: options must be a plain object, got 8; say { concurrency: 8 }", () => map(Number, any(8))],
    [
      'fromArray: options must be a plain object, got "x"; say { label: "x" }',
      () => fromArray([1], any("x")),
    ],
    ["batch: options must be a plain object, got function Number", () => batch(2, any(Number))],
    [
      "interleave: options must be a plain object, got an object (Map)",
      () => interleave(any, any(new Map())),
    ],
    [
      "toStream: options must be a plain object, got an object (AbortSignal)",
      () => toStream(range(3), any(AbortSignal.abort())),
    ],
    ...nulls,
    ['batch: dropRemainder must be a boolean, got "false"', () => batch(2, { dropRemainder: any("false") })],
    ["rebatch: dropRemainder must be a boolean, got null", () => rebatch(2, { dropRemainder: any(null) })],
    ["paddedBatch: dropRemainder must be a boolean, got 1", () => paddedBatch(2, { dropRemainder: any(1) })],
    ["map: ordered must be a boolean, got 0", () => map(Number, { ordered: any(0) })],
    ['shuffle: reshuffle must be a boolean, got "no"', () => shuffle({ reshuffle: any("no") })],
    [
      "chooseFrom: stopOnEmpty must be a boolean, got 1",
      () => chooseFrom([range(3)], range(3), { stopOnEmpty: any(1) }),
    ],
    [
      "sampleFrom: stopOnEmpty must be a boolean, got 1",
      () => sampleFrom([range(3)], { stopOnEmpty: any(1) }),
    ],
    [
      "bucketByLength: collate must be a function, got 5",
      () => bucketByLength(Number, { boundaries: [], sizes: [1], collate: any(5) }),
    ],
    [
      "map: tune: max must be an integer of at least 1, got 0",
      () => map(Number, { concurrency: "auto", tune: { max: 0 } }),
    ],
    ["map: tune: options must be a plain object, got 5; say { max: 5 }", () => map(Number, { tune: any(5) })],
    ["map: tune: options must be a plain object, got null", () => map(Number, { tune: any(null) })],
    ["map: tune: clock must be a function, got 5", () => map(Number, { tune: { clock: any(5) } })],
    ["fromArray: label must be a string, got 5", () => fromArray([1], { label: any(5) })],
    ["fromIterable: label must be a string, got 5", () => fromIterable(() => [], { label: any(5) })],
    ["epoch must be an integer of at least 0, got -1", () => range(3).shuffle().open({ epoch: -1 })],
    ["epoch must be an integer of at least 0, got 0.5", () => range(3).iterate({ epoch: 0.5 })],
    ["iterate: signal must be an object, got 5", () => range(3).iterate({ signal: any(5) })],
    [
      "toStream: signal must be an AbortSignal, got an object (Object)",
      () => range(3).toStream({ signal: any({}) }),
    ],
    ["scan: initial must be plain JSON or a number, got 10", () => range(3).scan(any(10n), any)],
    ["scan: initial must be plain JSON or a number, got undefined", () => range(3).scan(any(undefined), any)],
    [
      "scan: initial must be plain JSON or a number, got an object (Map)",
      () => range(3).scan(any(new Map()), any),
    ],
    [
      "rejectionResample: initial must be a list, got 5",
      () => rejectionResample(Number, { target: [1], initial: any(5) }),
    ],
    [
      "rejectionResample: initial must be a list, got null",
      () => rejectionResample(Number, { target: [1], initial: any(null) }),
    ],
    [
      "rejectionResample: initial must have a share above 0",
      () => rejectionResample(Number, { target: [1, 1], initial: [0, 0] }),
    ],
    ['sampleFrom: weights must be a list, got "1"', () => sampleFrom([range(3)], { weights: any("1") })],
    ["sampleFrom: weights must be a list, got null", () => sampleFrom([range(3)], { weights: any(null) })],
    [
      "interleave: cycle must be an integer from 1 to 65536, got 8589934592",
      () => interleave(any, { cycle: 2 ** 33 }),
    ],
    ["stage: label must be a string that is not empty, got undefined", () => stage(any({}))],
    ["stage: work must be a function, got undefined", () => stage(any({ label: "a" }))],
    ["bufferedStage: label must be a string that is not empty, got undefined", () => bufferedStage(any({}))],
    ["bufferedStage: the spec must be an object, got undefined", () => bufferedStage(any(undefined))],
    [
      'BatchPool.copyRecord: bytes must be a Uint8Array, got "abc"',
      () => new BatchPool(2).copyRecord(any("abc")),
    ],
    [
      "BatchPool.copyRecord: bytes must be a Uint8Array, got an object (Float32Array)",
      () => new BatchPool(2).copyRecord(any(new Float32Array(2))),
    ],
    ["stack: elements must be a list, got 5", () => stack(any(5))],
    ["stack: elements must be a list, got 5", () => new BatchPool(2).stack(any(5))],
  ])("%s", (sentence, call) => {
    expect(call).toThrow(sentence);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["forEach: source must be a source, got an array of 2", () => forEach(list, Number)],
    ["forEach: visit must be a function, got undefined", () => range(3).forEach(any(undefined))],
    ["explain: source must be a source, got undefined", () => explain(any(undefined))],
    [
      "checkSourceContract: source must be a source, got undefined",
      () => checkSourceContract(any(undefined)),
    ],
    [
      "toArray: unknown option stat; known are epoch, state, instrumentation",
      () => range(3).toArray(any({ stat: 1 })),
    ],
    ["reduce: unknown option stat; known are", () => range(3).reduce(any, 0, any({ stat: 1 }))],
    [
      "forEach: options must be a plain object, got 5; say { epoch: 5 }",
      () => range(3).forEach(Number, any(5)),
    ],
    ["explain: visit must be a function, got 5", () => range(3).explain({ visit: any(5) })],
    ["explain: clock must be a function, got 5", () => range(3).explain({ clock: any(5) })],
    [
      "explain: options must be a plain object, got 10; say { elements: 10 }",
      () => range(3).explain(any(10)),
    ],
    [
      "checkSourceContract: ordered must be a boolean, got 1",
      () => checkSourceContract(range(3), { ordered: any(1) }),
    ],
    [
      "range(3).unique(): element 0: the key must not be a promise",
      () =>
        range(3)
          .unique((x) => Promise.resolve(x))
          .toArray(),
    ],
  ])("%s", async (sentence, call) => {
    await expect(call()).rejects.toThrow(sentence);
  });

  it.each<[string, (x: number) => unknown]>([
    ["a promise (add a map before it, which awaits the promise)", (x) => Promise.resolve([x])],
    ["an object (Object)", () => ({})],
    ['"ab"', () => "ab"],
  ])("flatMap throws for %s", async (got, make) => {
    await expect(
      range(3)
        .flatMap((x) => any(make(x)))
        .toArray(),
    ).rejects.toThrow(
      `range(3).flatMap(): element 0: expected a source, an array or an iterable of elements, got ${got}`,
    );
  });

  it.each<[string, () => unknown]>([
    ["a promise (fromGenerator takes a function that waits)", () => Promise.resolve([1])],
    ["an object (Object)", () => ({})],
    ['"abc"', () => "abc"],
    ["5", () => 5],
    ["undefined", () => undefined],
  ])("fromIterable throws if its function returns %s", async (got, make) => {
    await expect(fromIterable(any(make)).toArray()).rejects.toThrow(
      `element 0: expected an iterable of elements, got ${got}`,
    );
  });

  it.each<[string, unknown]>([
    ["NaN", NaN],
    ["undefined", undefined],
    ["null", null],
  ])("groupByWindow and bucketByLength throw for a key or a length of %s", async (shown, name) => {
    const grouped = range(3).apply(groupByWindow(() => any(name), { size: 2 }));
    await expect(grouped.toArray()).rejects.toThrow(
      `range(3).groupByWindow(): element 0: the key must be a number or a string, got ${shown}`,
    );
    const buckets = range(3).apply(bucketByLength(() => any(name), { boundaries: [1], sizes: [1, 1] }));
    await expect(buckets.toArray()).rejects.toThrow(
      `element 0: the length must be a finite number of at least 0, got ${shown}`,
    );
  });
});
