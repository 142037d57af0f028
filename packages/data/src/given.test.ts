import { describe, expect, it } from "vitest";
import {
  batch,
  bucketByLength,
  cache,
  checkLaws,
  chooseFrom,
  concatenate,
  Dataset,
  explain,
  feed,
  forEach,
  fromArray,
  fromIndexed,
  fromIterable,
  fromSource,
  groupByWindow,
  iterate,
  map,
  meter,
  pad,
  paddedBatch,
  range,
  rebatch,
  rejectionResample,
  sampleFrom,
  shuffle,
  take,
  toStream,
  unbatch,
  window,
  zip,
} from "./index.ts";

/** As JavaScript calls: with anything. */
const any = (value: unknown): never => value as never;

/** What is no source. */
const list = any([1, 2]);

describe("what is given wrong is said at once, by name", () => {
  it.each<[string, () => unknown]>([
    ['rebatch: size must be an integer of at least 1, got "3"', () => rebatch(any("3"))],
    ["rebatch: size must be an integer of at least 1, got null", () => rebatch(any(null))],
    [
      "rejectionResample: options must be an object, got undefined",
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
      "bucketByLength: options must be an object, got undefined",
      () => bucketByLength(Number, any(undefined)),
    ],
    [
      "bucketByLength: sizes must be a list, got 3",
      () => bucketByLength(Number, { boundaries: [1], sizes: any(3) }),
    ],
    ["groupByWindow: options must be an object, got undefined", () => groupByWindow(Number, any(undefined))],
    [
      "groupByWindow: size must be an integer of at least 1, got undefined",
      () => groupByWindow(Number, any({})),
    ],
    [
      "zip: source 1 must be a source, got an array of 2; fromArray makes one",
      () => range(3).zip(any([1, 2])),
    ],
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
    ["pad: numbers and lists lie side by side, 1 lists deep", () => pad([[1], [[2, 3]]])],
    ["pad: numbers and lists lie side by side, 1 lists deep", () => pad([[1, [2]]])],
    ['pad: expected numbers, got "a"', () => pad([[any("a")]])],
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
    ["batch(2): the upstream must be a source, got an array of 2; fromArray makes one", () => batch(2)(list)],
    ["batch(2): the upstream must be a source, got undefined", () => batch(2)(any(undefined))],
    ["take(1): the upstream must be a source, got null", () => take(1)(any(null))],
    ["map(Number): the upstream must be a source, got an array of 2", () => map(Number)(list)],
    ["window(2, 2, 1): the upstream must be a source, got 5", () => window(2)(any(5))],
    ["cache(): the upstream must be a source, got an array of 2", () => cache()(list)],
    ["shuffle(0): the upstream must be a source, got an array of 2", () => shuffle()(list)],
    ["shuffle(0, 2): the upstream must be a source, got an array of 2", () => shuffle({ buffer: 2 })(list)],
    ["unbatch(): the upstream must be a source, got an array of 2", () => rebatch(2)(list)],
    ["feed: source must be a source, got an array of 2", () => feed(list, Number)],
    ["feed: source must be a source, got undefined", () => feed(any(undefined), Number)],
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

  it.each<[string, () => Promise<unknown>]>([
    ["forEach: source must be a source, got an array of 2", () => forEach(list, Number)],
    ["forEach: visit must be a function, got undefined", () => range(3).forEach(any(undefined))],
    ["explain: source must be a source, got undefined", () => explain(any(undefined))],
    ["checkLaws: source must be a source, got undefined", () => checkLaws(any(undefined))],
  ])("%s", async (sentence, call) => {
    await expect(call()).rejects.toThrow(sentence);
  });

  it.each<[string, (x: number) => unknown]>([
    ["a promise (put a map before, which waits for it)", (x) => Promise.resolve([x])],
    ["an object (Object)", () => ({})],
    ['"ab"', () => "ab"],
  ])("by flatMap, where the element is: %s", async (got, make) => {
    await expect(
      range(3)
        .flatMap((x) => any(make(x)))
        .toArray(),
    ).rejects.toThrow(
      `range(3).flatMap(): element 0: expected a source, an array or an iterable of elements, got ${got}`,
    );
  });

  it.each<[string, unknown]>([
    ["NaN", NaN],
    ["undefined", undefined],
    ["null", null],
  ])("by groups, where the element is: a key or a length of %s", async (shown, name) => {
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
