import { type Dataset, range } from "@tensorloom/data";
import {
  concatenated,
  type Kind,
  requireKnownLevels,
  listOf,
  requireNumbers,
  packTuple,
  refuseTuples,
  itemOf,
} from "./elementKind.ts";
import { type Sum, broadcastSum } from "./broadcastSum.ts";
import {
  mapNumbers,
  unwrapSingle,
  modulo,
  requireNumber,
  padLists,
  requireRectangular,
  countTo,
} from "./values.ts";
import { WHOLE_BUFFER, type StepArguments } from "./planStep.ts";
import { splitTuple, collateTuple, tuple } from "./tuple.ts";

export type Elements = Dataset<unknown>;

/** A parsed step: how it extends a pipeline, and the kind of its elements (default: unchanged). */
export interface ParsedStep {
  readonly extend: (elements: Elements) => Elements;
  readonly kind?: (before: Kind) => Kind;
}

const list = (elements: readonly unknown[]): unknown => collateTuple(elements, (part) => [...part]);
const batched = (elements: readonly unknown[]): unknown => collateTuple(elements, requireRectangular);

/** Parsers of the steps by name. */
export const OPERATORS: Readonly<Record<string, (words: StepArguments) => ParsedStep>> = {
  map(words) {
    const word = words.one("add", "mul", "upto");
    if (word === "upto") {
      const m = words.number("m");
      const kind = (before: Kind): Kind => listOf(requireNumbers("map", before) ?? 0);
      return { kind, extend: (elements) => elements.map((x) => countTo(modulo(unwrapSingle(x, 1), m))) };
    }
    const k = words.number("k");
    return { extend: (elements) => elements.map(mapNumbers(word === "add" ? (x) => x + k : (x) => x * k)) };
  },
  filter(words) {
    words.one("mod");
    const [m, r] = [words.number("m"), words.number("r")];
    const kind = (before: Kind): Kind => requireNumbers("filter", before);
    return { kind, extend: (elements) => elements.filter((x) => modulo(unwrapSingle(x), m) === r) };
  },
  flatMap(words) {
    words.one("upto");
    const m = words.number("m");
    const kind = (before: Kind): Kind => requireNumbers("flatMap", before) ?? 0;
    return { kind, extend: (elements) => elements.flatMap<unknown>((x) => range(modulo(x, m))) };
  },
  interleave(words) {
    words.one("upto");
    const [m, cycle, block] = [words.number("m"), words.number("cycle"), words.number("block")];
    const kind = (before: Kind): Kind => requireNumbers("interleave", before) ?? 0;
    return {
      kind,
      extend: (elements) => elements.interleave<unknown>((x) => range(modulo(x, m)), { cycle, block }),
    };
  },
  batch(words) {
    const [n, dropRemainder] = [words.number("n"), words.drop()];
    return { kind: listOf, extend: (elements) => elements.batch(n, { dropRemainder, collate: batched }) };
  },
  unbatch: () => ({
    kind: (before) => itemOf("unbatch", before),
    extend: (elements) => elements.flatMap(splitTuple),
  }),
  rebatch(words) {
    const [n, dropRemainder] = [words.number("n"), words.drop()];
    return {
      kind: (before) => listOf(itemOf("rebatch", before)),
      extend: (elements) => elements.flatMap(splitTuple).batch(n, { dropRemainder, collate: batched }),
    };
  },
  window(words) {
    const [size, shift, stride] = [words.number("size"), words.number("shift"), words.number("stride")];
    const options = { shift, stride, dropRemainder: words.drop() };
    return { kind: listOf, extend: (elements) => elements.window(size, options).map(list) };
  },
  paddedBatch(words) {
    const [n, pad] = [words.number("n"), words.number("pad")];
    const collate = (all: readonly unknown[]): unknown => collateTuple(all, (part) => padLists(part, pad));
    const kind = (before: Kind): Kind => listOf(requireKnownLevels("paddedBatch", before));
    return { kind, extend: (elements) => elements.batch(n, { collate }) };
  },
  take(words) {
    const n = words.number("n");
    return { extend: (elements) => (n < 0 ? elements : elements.take(n)) };
  },
  skip(words) {
    const n = words.number("n");
    return { extend: (elements) => (n < 0 ? elements.take(0) : elements.skip(n)) };
  },
  takeWhile(words) {
    words.one("lt");
    const k = words.number("k");
    const kind = (before: Kind): Kind => requireNumbers("takeWhile", before);
    return { kind, extend: (elements) => elements.takeWhile((x) => requireNumber(unwrapSingle(x)) < k) };
  },
  repeat(words) {
    const n = words.number("n");
    return { extend: (elements) => elements.repeat(n < 0 ? undefined : n) };
  },
  shard(words) {
    const [n, i] = [words.number("n"), words.number("i")];
    return { extend: (elements) => elements.shard(n, i) };
  },
  enumerate(words) {
    const start = words.number("start");
    return {
      kind: (before) => [0, before],
      extend: (elements) => elements.enumerate(start).map(([index, x]) => tuple(index, x)),
    };
  },
  scan(words) {
    words.one("sum");
    const add = (sum: Sum, x: unknown): readonly [Sum, Sum] => {
      const next = broadcastSum(sum, x);
      return [next, next];
    };
    const kind = (before: Kind): Kind => (packTuple("scan", before) === 0 ? 0 : undefined);
    return { kind, extend: (elements) => elements.scan<Sum, Sum>(0, add) };
  },
  unique: () => ({
    kind: (before) => refuseTuples("unique", before),
    extend: (elements) => elements.unique((x) => JSON.stringify(x)),
  }),
  zip(words) {
    words.one("range");
    const k = words.number("k");
    return {
      kind: (before) => [before, 0],
      extend: (elements) => elements.zip<[number]>(range(k)).map((pair) => tuple(...pair)),
    };
  },
  concatenate(words) {
    words.one("range");
    const k = words.number("k");
    const kind = (before: Kind): Kind => concatenated(refuseTuples("concatenate", before));
    return { kind, extend: (elements) => elements.concatenate(range(k)) };
  },
  cache: () => ({ extend: (elements) => elements.cache() }),
  prefetch(words) {
    const n = words.number("n");
    return { extend: (elements) => (n === 0 ? elements : elements.prefetch(n === -1 ? "auto" : n)) };
  },
  shuffle(words) {
    const [n, seed] = [words.number("n"), words.number("seed")];
    const all = n === WHOLE_BUFFER ? Number.MAX_SAFE_INTEGER : n;
    return { extend: (elements) => elements.shuffle({ buffer: all, seed, reshuffle: true }) };
  },
};
