import { shown } from "@tensorloom/core/internal";
import { type Dataset, range } from "@tensorloom/data";
import { joined, type Kind, levelled, listed, numbers, packed, single, unlisted } from "./elementKind.ts";
import { type Sum, summed } from "./broadcastSum.ts";
import { everywhere, lone, modulo, numberOf, padded, rectangular, upTo } from "./values.ts";
import { type PlanStep, WHOLE, Words } from "./planStep.ts";
import { apart, together, tuple } from "./tuple.ts";

type Elements = Dataset<unknown>;

/** A step that was read: what it does with a pipeline, and what its elements are then (default: the same). */
interface Extension {
  readonly extend: (elements: Elements) => Elements;
  readonly kind?: (before: Kind) => Kind;
}

const list = (elements: readonly unknown[]): unknown => together(elements, (part) => [...part]);
const batched = (elements: readonly unknown[]): unknown => together(elements, rectangular);

/** The operators of a plan: each reads its arguments. */
const OPERATORS: Readonly<Record<string, (words: Words) => Extension>> = {
  map(words) {
    const word = words.one("add", "mul", "upto");
    if (word === "upto") {
      const m = words.number("m");
      const kind = (before: Kind): Kind => listed(numbers("map", before) ?? 0);
      return { kind, extend: (elements) => elements.map((x) => upTo(modulo(lone(x, 1), m))) };
    }
    const k = words.number("k");
    return { extend: (elements) => elements.map(everywhere(word === "add" ? (x) => x + k : (x) => x * k)) };
  },
  filter(words) {
    words.one("mod");
    const [m, r] = [words.number("m"), words.number("r")];
    const kind = (before: Kind): Kind => numbers("filter", before);
    return { kind, extend: (elements) => elements.filter((x) => modulo(lone(x), m) === r) };
  },
  flatMap(words) {
    words.one("upto");
    const m = words.number("m");
    const kind = (before: Kind): Kind => numbers("flatMap", before) ?? 0;
    return { kind, extend: (elements) => elements.flatMap<unknown>((x) => range(modulo(x, m))) };
  },
  interleave(words) {
    words.one("upto");
    const [m, cycle, block] = [words.number("m"), words.number("cycle"), words.number("block")];
    const kind = (before: Kind): Kind => numbers("interleave", before) ?? 0;
    return {
      kind,
      extend: (elements) => elements.interleave<unknown>((x) => range(modulo(x, m)), { cycle, block }),
    };
  },
  batch(words) {
    const [n, dropRemainder] = [words.number("n"), words.drop()];
    return { kind: listed, extend: (elements) => elements.batch(n, { dropRemainder, collate: batched }) };
  },
  unbatch: () => ({
    kind: (before) => unlisted("unbatch", before),
    extend: (elements) => elements.flatMap(apart),
  }),
  rebatch(words) {
    const [n, dropRemainder] = [words.number("n"), words.drop()];
    return {
      kind: (before) => listed(unlisted("rebatch", before)),
      extend: (elements) => elements.flatMap(apart).batch(n, { dropRemainder, collate: batched }),
    };
  },
  window(words) {
    const [size, shift, stride] = [words.number("size"), words.number("shift"), words.number("stride")];
    const options = { shift, stride, dropRemainder: words.drop() };
    return { kind: listed, extend: (elements) => elements.window(size, options).map(list) };
  },
  paddedBatch(words) {
    const [n, pad] = [words.number("n"), words.number("pad")];
    const collate = (all: readonly unknown[]): unknown => together(all, (part) => padded(part, pad));
    const kind = (before: Kind): Kind => listed(levelled("paddedBatch", before));
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
    const kind = (before: Kind): Kind => numbers("takeWhile", before);
    return { kind, extend: (elements) => elements.takeWhile((x) => numberOf(lone(x)) < k) };
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
      const next = summed(sum, x);
      return [next, next];
    };
    const kind = (before: Kind): Kind => (packed("scan", before) === 0 ? 0 : undefined);
    return { kind, extend: (elements) => elements.scan<Sum, Sum>(0, add) };
  },
  unique: () => ({
    kind: (before) => single("unique", before),
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
    const kind = (before: Kind): Kind => joined(single("concatenate", before));
    return { kind, extend: (elements) => elements.concatenate(range(k)) };
  },
  cache: () => ({ extend: (elements) => elements.cache() }),
  prefetch(words) {
    const n = words.number("n");
    return { extend: (elements) => (n === 0 ? elements : elements.prefetch(n === -1 ? "auto" : n)) };
  },
  shuffle(words) {
    const [n, seed] = [words.number("n"), words.number("seed")];
    const all = n === WHOLE ? Number.MAX_SAFE_INTEGER : n;
    return { extend: (elements) => elements.shuffle({ buffer: all, seed, reshuffle: true }) };
  },
};

/**
 * A pipeline from plain data: the first step is `["range", n]`, the others are operators by name with their arguments
 * in order. The README of this folder lists them.
 *
 * @throws TypeError, RangeError if a step is not one, its arguments are not what they must be, or the elements that
 * come to it do not fit.
 */
export function fromPlan(plan: readonly PlanStep[]): Dataset<unknown> {
  const source = checked(plan).at(0);
  if (source?.[0] !== "range") throw new RangeError('plan: the first step must be ["range", n]');
  const words = new Words(source);
  let elements: Elements = range(words.number("n")).map<unknown>((x) => x);
  words.end();
  let before: Kind = 0;
  for (const step of plan.slice(1)) {
    const { extend, kind } = read(step);
    before = kind === undefined ? before : kind(before);
    elements = withStepInText(step, elements, extend(elements));
  }
  return elements;
}

/** Adds the step to the text that a cache is named for: the text of its functions leaves out what they close over. */
function withStepInText(step: PlanStep, before: Elements, after: Elements): Elements {
  if (after === before) return after;
  return after.apply((source) => ({
    ...source,
    fingerprint: () => `${source.fingerprint?.() ?? ""} ${JSON.stringify(step)}`,
  }));
}

function read(step: PlanStep): Extension {
  const known = Object.keys(OPERATORS);
  if (!known.includes(step[0]))
    throw new RangeError(`plan: unknown operator ${shown(step[0])}; known are range, ${known.join(", ")}`);
  const words = new Words(step);
  const extension = OPERATORS[step[0]](words);
  words.end();
  return extension;
}

function checked(plan: unknown): readonly PlanStep[] {
  if (!Array.isArray(plan)) throw new TypeError(`plan: expected a list of steps, got ${shown(plan)}`);
  plan.forEach((step: unknown, i) => {
    if (Array.isArray(step) && typeof step[0] === "string") return;
    throw new TypeError(`plan: step ${String(i)} must be a list that begins with a name, got ${shown(step)}`);
  });
  return plan as readonly PlanStep[]; // just checked
}
