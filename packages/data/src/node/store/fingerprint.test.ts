import { describe, expect, it } from "vitest";
import * as data from "../../index.ts";
import { fromArray, range, type Source } from "../../index.ts";
import { mapInWorkers } from "../../node.ts";
import { fingerprint } from "./fingerprint.ts";

const numbers = range(12);
const lists = numbers.map((x) => Array.from({ length: x % 4 }, () => x));
const named = lists.map((x) => ({ x }));
const others = range(5);
const parity = (x: number): number => x % 2;
const pair = (x: number): number[] => [x, x + 10];
const sum = (carried: number, x: number): readonly [number, number] => [carried + x, carried];
const bucket = (length: (x: number) => number, boundary: number, size: number): Source<unknown> =>
  numbers.apply(data.bucketByLength(length, { boundaries: [boundary], sizes: [size, 2] }));
const sampled = (options: Parameters<typeof data.sampleFrom>[1]): Source<unknown> =>
  data.sampleFrom([numbers, others], options);
const resampled = (options: Parameters<typeof data.rejectionResample>[1]): Source<unknown> =>
  numbers.apply(data.rejectionResample(parity, options));
const inWorkers = (address: string, options = {}): Source<unknown> =>
  numbers.apply(mapInWorkers(new URL(address), options));

const symbol = Symbol("symbol");
const shared = (x: number): SharedArrayBuffer => {
  const memory = new SharedArrayBuffer(4);
  new Uint8Array(memory).fill(x);
  return memory;
};
const view = (x: number): DataView => new DataView(Uint8Array.of(0, x, 0).buffer, 1, 1);
const mixed = (last: unknown): unknown[] => [
  { id: 0 },
  ...Array.from({ length: 70_000 }, (_, i) => `item ${String(i)}`),
  last,
];

/** Hides its value, which only `toString` shows. */
class Hidden {
  readonly #x: number;

  constructor(x: number) {
    this.#x = x;
  }

  toString(): string {
    return String(this.#x);
  }
}

/** Two pipelines that differ in what their elements depend on. */
const DIFFER: Readonly<Record<string, readonly [Source<unknown>, Source<unknown>]>> = {
  "shuffle: reshuffle": [numbers.shuffle(), numbers.shuffle({ reshuffle: false })],
  "shuffle with a buffer: reshuffle": [
    numbers.shuffle({ buffer: 4 }),
    numbers.shuffle({ buffer: 4, reshuffle: false }),
  ],
  "interleave: cycle": [numbers.interleave(pair), numbers.interleave(pair, { cycle: 2 })],
  "interleave: block": [numbers.interleave(pair), numbers.interleave(pair, { block: 2 })],
  "interleave: its function, with prefetch": [
    numbers.interleave((x) => [x, x], { prefetch: 1 }),
    numbers.interleave((x) => [x, -x], { prefetch: 1 }),
  ],
  "scan: initial": [numbers.scan(0, sum), numbers.scan(5, sum)],
  "paddedBatch: value": [
    lists.apply(data.paddedBatch(2, { value: 0 })),
    lists.apply(data.paddedBatch(2, { value: 9 })),
  ],
  "paddedBatch: length": [lists.apply(data.paddedBatch(2)), lists.apply(data.paddedBatch(2, { length: 5 }))],
  "paddedBatch: value by field": [
    named.apply(data.paddedBatch(2, { value: { x: 1 } })),
    named.apply(data.paddedBatch(2, { value: { x: 2 } })),
  ],
  "groupByWindow: size": [
    numbers.apply(data.groupByWindow(parity, { size: 2 })),
    numbers.apply(data.groupByWindow(parity, { size: 3 })),
  ],
  "groupByWindow: dropRemainder": [
    numbers.apply(data.groupByWindow(parity, { size: 2 })),
    numbers.apply(data.groupByWindow(parity, { size: 2, dropRemainder: true })),
  ],
  "bucketByLength: boundaries": [bucket((x) => x, 3, 2), bucket((x) => x, 5, 2)],
  "bucketByLength: sizes": [bucket((x) => x, 3, 2), bucket((x) => x, 3, 1)],
  "bucketByLength: length": [bucket((x) => x, 3, 2), bucket((x) => 7 - x, 3, 2)],
  "sampleFrom: seed": [sampled({ seed: 1 }), sampled({ seed: 2 })],
  "sampleFrom: weights": [sampled({ weights: [1, 2] }), sampled({ weights: [2, 1] })],
  "sampleFrom: stopOnEmpty": [sampled({}), sampled({ stopOnEmpty: true })],
  "chooseFrom: stopOnEmpty": [
    data.chooseFrom([numbers], others),
    data.chooseFrom([numbers], others, { stopOnEmpty: false }),
  ],
  "rejectionResample: target": [resampled({ target: [1, 1] }), resampled({ target: [1, 9] })],
  "rejectionResample: initial": [
    resampled({ target: [1, 1] }),
    resampled({ target: [1, 1], initial: [1, 1] }),
  ],
  "rejectionResample: seed": [resampled({ target: [1, 1] }), resampled({ target: [1, 1], seed: 3 })],
  "mapInWorkers: folder": [inWorkers("file:///a/map.js"), inWorkers("file:///b/map.js")],
  "mapInWorkers: name": [inWorkers("file:///a.js"), inWorkers("file:///a.js", { name: "twice" })],
  "mapInWorkers: seed": [inWorkers("file:///a.js"), inWorkers("file:///a.js", { seed: 5 })],
  "map: seed": [numbers.map(parity), numbers.map(parity, { seed: 1 })],
  "map: its function": [numbers.map((x) => x + 1), numbers.map((x) => x + 2)],
  "map: its function, before an epoch": [
    numbers.map((x) => x + 1).epoch(2),
    numbers.map((x) => x + 2).epoch(2),
  ],
  epoch: [numbers.epoch(2), numbers.epoch(3)],
  "map: its function, before a prefetch": [
    numbers.map((x) => x + 1).prefetch(2),
    numbers.map((x) => x + 2).prefetch(2),
  ],
  "batch: dropRemainder": [numbers.batch(5), numbers.batch(5, { dropRemainder: true })],
  "fromArray: numbers": [fromArray([NaN, 0]), fromArray([Infinity, 0])],
  "fromArray: objects": [fromArray([{ a: 1 }]), fromArray([{ a: 2 }])],
  "fromArray: typed arrays": [fromArray([Uint8Array.of(1)]), fromArray([Uint8Array.of(2)])],
  "fromArray: kinds": [fromArray([new Map([["a", 1]])]), fromArray([{ a: 1 }])],
  "fromArray: addresses": [fromArray([new URL("http://a/1")]), fromArray([new URL("http://a/2")])],
  "fromArray: an address's parameters": [
    fromArray([new URLSearchParams("a=1")]),
    fromArray([new URLSearchParams("a=2")]),
  ],
  "fromArray: errors": [fromArray([new Error("a", { cause: 1 })]), fromArray([new Error("a", { cause: 2 })])],
  "fromArray: an error's fields": [
    fromArray([Object.assign(new Error("a"), { code: 1 })]),
    fromArray([Object.assign(new Error("a"), { code: 2 })]),
  ],
  "fromArray: numbers in objects": [fromArray([Object(1)]), fromArray([Object(2)])],
  "fromArray: truth values in objects": [fromArray([Object(true)]), fromArray([Object(false)])],
  "fromArray: strings in objects": [fromArray([Object("a")]), fromArray([Object("b")])],
  "fromArray: regular expressions": [fromArray([/a/]), fromArray([/a/g])],
  "fromArray: objects with private fields": [fromArray([new Hidden(1)]), fromArray([new Hidden(2)])],
  "fromArray: shared memory": [fromArray([shared(1)]), fromArray([shared(2)])],
  "fromArray: views of memory": [fromArray([view(1)]), fromArray([view(2)])],
  "fromArray: fields by symbol": [fromArray([{ [symbol]: 1 }]), fromArray([{ [symbol]: 2 }])],
  "fromArray: bigints and truth values": [fromArray([1n, true]), fromArray([1n, false])],
  "fromArray: strings after an object": [fromArray(mixed("end1")), fromArray(mixed("end2"))],
  "fromArray: an object after strings": [fromArray(mixed({ end: 1 })), fromArray(mixed({ end: 2 }))],
  "an object and its last field": [
    fromArray([{ a: "x".repeat(1000), b: 1 }]),
    fromArray([{ a: "x".repeat(1000), b: 2 }]),
  ],
};

/** Two pipelines with the same elements. */
const AGREE: Readonly<Record<string, readonly [Source<unknown>, Source<unknown>]>> = {
  "equal arrays of objects": [fromArray([{ a: [1, null] }]), fromArray([{ a: [1, null] }])],
  "equal addresses and views": [
    fromArray([new URL("http://a/1"), view(1)]),
    fromArray([new URL("http://a/1"), view(1)]),
  ],
  "views of the same bytes of different memory": [
    fromArray([new DataView(Uint8Array.of(7).buffer)]),
    fromArray([view(7)]),
  ],
  "map: concurrency": [numbers.map(parity), numbers.map(parity, { concurrency: 4 })],
  "interleave: prefetch": [numbers.interleave(pair), numbers.interleave(pair, { prefetch: 2 })],
  "mapInWorkers: workers, ahead": [
    inWorkers("file:///a.js", { workers: 1 }),
    inWorkers("file:///a.js", { workers: 2, ahead: 9 }),
  ],
  "prefetch: its count": [numbers.prefetch(2).batch(3), numbers.prefetch("auto").batch(3)],
  "prefetch: with and without": [numbers.batch(3), numbers.prefetch(2).prefetch(3).batch(3).prefetch(1)],
  "defaults, stated and omitted": [
    numbers.shuffle({ buffer: 2 }),
    numbers.shuffle({ buffer: 2, reshuffle: true }),
  ],
};

describe("fingerprint", () => {
  it.each(Object.entries(DIFFER))("differs by %s", (_, [one, other]) => {
    expect(fingerprint(one, "")).not.toBe(fingerprint(other, ""));
  });

  it.each(Object.entries(AGREE))("is the same for %s", (_, [one, other]) => {
    expect(fingerprint(one, "")).toBe(fingerprint(other, ""));
  });

  it("reads a bounded part of many large items", () => {
    const images = Array.from({ length: 2000 }, () => new Uint8Array(10_000));
    expect(fromArray(images).fingerprint?.().length).toBeLessThan(2 ** 21);
  });

  it("accepts objects that inherit no methods", () => {
    const methodless = Object.create(Object.create(null) as object) as unknown;
    expect(fingerprint(fromArray([methodless]), "")).not.toBe(fingerprint(fromArray([{ a: 1 }]), ""));
  });

  it("accepts circular objects, and distinguishes versions", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(fingerprint(fromArray([circle]), "1")).not.toBe(fingerprint(fromArray([circle]), "2"));
  });
});
