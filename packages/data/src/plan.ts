import { integer, shown } from "@tensorloom/core";
import type { Dataset } from "./dataset.ts";
import { type Nested, pad } from "./pad.ts";
import { range } from "./range.ts";
import { apart, together, tuple } from "./tuple.ts";

/** One step of a plan: an operator's name, then its arguments in order. */
export type PlanStep = readonly [name: string, ...words: readonly unknown[]];

/** The arguments of a step, taken one after another and checked by name. */
class Words {
  readonly #name: string;
  readonly #words: readonly unknown[];
  #next = 0;

  constructor([name, ...words]: PlanStep) {
    this.#name = name;
    this.#words = words;
  }

  number(name: string): number {
    return integer(`${this.#name}: ${name}`, this.#words.at(this.#next++) as number); // integer refuses other kinds
  }

  flag(): boolean {
    const word = this.#words.at(this.#next++) ?? false;
    return word === true || word === 1 || word === "drop";
  }

  one<C extends string>(...choices: readonly C[]): C {
    const word = this.#words.at(this.#next++);
    const choice = choices.find((known) => known === word);
    if (choice !== undefined) return choice;
    throw new RangeError(`${this.#name}: expected one of ${choices.join(", ")}, got ${shown(word)}`);
  }

  end(): void {
    if (this.#next < this.#words.length)
      throw new RangeError(
        `${this.#name}: expected ${String(this.#next)} arguments, got ${String(this.#words.length)}`,
      );
  }
}

type Elements = Dataset<unknown>;

/** The remainder with the divisor's sign: Python's and TensorFlow's. */
const mod = (x: number, m: number): number => ((x % m) + m) % m;
const upTo = (m: number) => (x: unknown) => range(mod(x as number, m)); // a plan's author puts it behind numbers
const list = (elements: readonly unknown[]): unknown => together(elements, (part) => [...part]);

/** A function of numbers, in every place of a list or tuple. */
function each(change: (x: number) => number): (element: unknown) => unknown {
  const go = (element: unknown): unknown =>
    Array.isArray(element) ? element.map(go) : change(element as number); // lists of numbers
  return go;
}

/** The operators of a plan: each reads its arguments, then extends the pipeline. */
const OPERATORS: Readonly<Record<string, (words: Words) => (elements: Elements) => Elements>> = {
  map(words) {
    const kind = words.one("add", "mul", "upto");
    const k = words.number(kind);
    if (kind === "upto")
      return (elements) => elements.map((x) => Array.from(new Array(mod(x as number, k)).keys())); // numbers
    return (elements) => elements.map(each(kind === "add" ? (x) => x + k : (x) => x * k));
  },
  filter(words) {
    words.one("mod");
    const [m, r] = [words.number("m"), words.number("r")];
    return (elements) => elements.filter((x) => mod(x as number, m) === r); // numbers
  },
  flatMap(words) {
    words.one("upto");
    const m = words.number("m");
    return (elements) => elements.flatMap<unknown>(upTo(m));
  },
  interleave(words) {
    words.one("upto");
    const [m, cycle, block] = [words.number("m"), words.number("cycle"), words.number("block")];
    return (elements) => elements.interleave<unknown>(upTo(m), { cycle, block });
  },
  batch(words) {
    const [n, dropRemainder] = [words.number("n"), words.flag()];
    return (elements) => elements.batch(n, { dropRemainder, collate: list });
  },
  unbatch: () => (elements) => elements.flatMap(apart),
  rebatch(words) {
    const [n, dropRemainder] = [words.number("n"), words.flag()];
    return (elements) => elements.flatMap(apart).batch(n, { dropRemainder, collate: list });
  },
  window(words) {
    const [size, shift, stride] = [words.number("size"), words.number("shift"), words.number("stride")];
    const dropRemainder = words.flag();
    return (elements) => elements.window(size, { shift, stride, dropRemainder }).map(list);
  },
  paddedBatch(words) {
    const [n, value] = [words.number("n"), words.number("pad")];
    const padded = (part: readonly unknown[]): unknown =>
      part.every(Array.isArray) ? pad(part as readonly (readonly Nested[])[], { value }) : [...part]; // lists of numbers
    return (elements) => elements.batch(n, { collate: (all) => together(all, padded) });
  },
  take(words) {
    const n = words.number("n");
    return (elements) => elements.take(n);
  },
  skip(words) {
    const n = words.number("n");
    return (elements) => elements.skip(n);
  },
  takeWhile(words) {
    words.one("lt");
    const k = words.number("k");
    return (elements) => elements.takeWhile((x) => (x as number) < k); // numbers
  },
  repeat(words) {
    const n = words.number("n");
    return (elements) => elements.repeat(n);
  },
  shard(words) {
    const [n, i] = [words.number("n"), words.number("i")];
    return (elements) => elements.shard(n, i);
  },
  enumerate(words) {
    const start = words.number("start");
    return (elements) => elements.enumerate(start).map(([index, x]) => tuple(index, x));
  },
  scan(words) {
    words.one("sum");
    return (elements) => elements.scan(0, (sum, x) => [sum + (x as number), sum + (x as number)]); // numbers
  },
  unique: () => (elements) => elements.unique(),
  zip(words) {
    words.one("range");
    const k = words.number("k");
    return (elements) => elements.zip<[number]>(range(k)).map((pair) => tuple(...pair));
  },
  concatenate(words) {
    words.one("range");
    const k = words.number("k");
    return (elements) => elements.concatenate(range(k));
  },
  cache: () => (elements) => elements.cache(),
  prefetch(words) {
    const n = words.number("n");
    return (elements) => elements.prefetch(n);
  },
  shuffle(words) {
    const [buffer, seed] = [words.number("n"), words.number("seed")];
    return (elements) => elements.shuffle({ buffer, seed });
  },
};

/**
 * A pipeline from plain data: the first step is `["range", n]`, the others are operators by name with their arguments
 * in order. What the steps are, the guide of this package tells.
 *
 * @throws TypeError, RangeError where a step is not one, or its arguments are not what they must be.
 * @example
 * ```ts
 * import { fromPlan } from "@tensorloom/data";
 *
 * const pipeline = fromPlan([["range", 10], ["filter", "mod", 2, 0], ["batch", 3]]);
 * await pipeline.toArray(); // => [[0, 2, 4], [6, 8]]
 * ```
 */
export function fromPlan(plan: readonly PlanStep[]): Dataset<unknown> {
  const source = checked(plan).at(0);
  if (source?.[0] !== "range") throw new RangeError('plan: the first step must be ["range", n]');
  const words = new Words(source);
  const numbers: Elements = range(words.number("n")).map<unknown>((x) => x);
  words.end();
  return plan.slice(1).reduce((elements, step) => {
    const known = Object.keys(OPERATORS);
    if (!known.includes(step[0]))
      throw new RangeError(`plan: unknown operator ${shown(step[0])}; known are range, ${known.join(", ")}`);
    const own = new Words(step);
    const extend = OPERATORS[step[0]](own);
    own.end();
    return extend(elements);
  }, numbers);
}

function checked(plan: unknown): readonly PlanStep[] {
  if (!Array.isArray(plan)) throw new TypeError(`plan: expected a list of steps, got ${shown(plan)}`);
  plan.forEach((step: unknown, i) => {
    if (!Array.isArray(step) || typeof step[0] !== "string")
      throw new TypeError(
        `plan: step ${String(i)} must be a list that begins with a name, got ${shown(step)}`,
      );
  });
  return plan as readonly PlanStep[]; // just checked
}
