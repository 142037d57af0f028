import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { Dataset } from "./dataset.ts";
import { assertList, assertObject, assertSource } from "../validate.ts";
import type { Indexed, Source } from "../source.ts";
import { indexedSource } from "../sources/indexed.ts";
import { type AnyIterable, iterableSource } from "../sources/iterable.ts";
import { fingerprintText } from "../pass/fingerprintText.ts";

/**
 * The label and the size of a source.
 *
 * @inline
 */
export interface FromOptions {
  /** The source's label; default: its kind. */
  readonly label?: string | undefined;
  /** How many elements a pass has, if known. */
  readonly size?: number | undefined;
}

const NAMED = { label: "string", size: "number" } as const;

/**
 * Makes a dataset of the elements of an array.
 *
 * A disk cache after it is written again if the items change. To detect changes, it reads all primitives, and about a
 * million characters of all other items together.
 *
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 *
 * await fromArray(["a", "b"]).enumerate().toArray(); // => [[0, "a"], [1, "b"]]
 * ```
 */
export function fromArray<T>(items: readonly T[], options: Pick<FromOptions, "label"> = {}): Dataset<T> {
  assertList("fromArray: items", items);
  const { label = `fromArray(${String(items.length)})` } = checkOptions("fromArray", options, {
    label: "string",
  });
  const fingerprint = (): string => (items.every(isPlain) ? fingerprintText(items) : sharedText(items));
  return new Dataset(indexedSource({ label, size: items.length, indexed: () => items, fingerprint }));
}

/** How many characters are read of all objects in an array, and of each at least. */
const [MAX_CHARACTERS, MIN_CHARACTERS] = [2 ** 20, 16];

function isPlain(item: unknown): boolean {
  return (typeof item !== "object" && typeof item !== "function") || item === null;
}

/**
 * The text of all primitives, and the start of every other item's text: an array of a thousand images must not be read
 * completely for every pass.
 */
function sharedText(items: readonly unknown[]): string {
  let left = items.reduce<number>((count, item) => (isPlain(item) ? count : count + 1), 0);
  const share = Math.max(MIN_CHARACTERS, Math.floor(MAX_CHARACTERS / left));
  left = MAX_CHARACTERS / MIN_CHARACTERS; // the number of items that are read
  const text = (item: unknown): string =>
    isPlain(item) ? fingerprintText(item) : left-- > 0 ? fingerprintText(item, share) : "";
  return items.map(text).join();
}

/**
 * Makes a dataset of anything with `length` and `at`. Examples are an array or a record file with an index.
 *
 * @example
 * ```ts
 * import { fromIndexed } from "@tensorloom/data";
 *
 * const squares = fromIndexed({ length: 4, at: (i: number) => i * i });
 * await squares.toArray(); // => [0, 1, 4, 9]
 * (await squares.shuffle({ seed: 1 }).toArray()).length; // => 4
 * ```
 */
export function fromIndexed<T>(elements: Indexed<T>, options: Pick<FromOptions, "label"> = {}): Dataset<T> {
  const checked: { readonly at: unknown } = assertObject("fromIndexed: elements", elements);
  callable("fromIndexed: at", checked.at as () => unknown); // as it claims to be
  const size = integer("fromIndexed: length", elements.length, 0);
  const { label = `fromIndexed(${String(size)})` } = checkOptions("fromIndexed", options, {
    label: "string",
  });
  return new Dataset(indexedSource({ label, size, indexed: () => elements }));
}

/**
 * Makes a dataset of an iterable, async iterable or Web Stream. `make` is called for every pass.
 *
 * A resume calls `make` again and skips the delivered elements. If that is expensive, use {@link fromIndexed}.
 *
 * @param make - Receives the epoch and returns an iterable that is read once.
 * @example
 * ```ts
 * import { fromIterable } from "@tensorloom/data";
 *
 * await fromIterable(() => new Set(["cat", "dog"])).toArray(); // => ["cat", "dog"]
 * ```
 */
export function fromIterable<T>(
  make: (epoch: number) => AnyIterable<T>,
  options: FromOptions = {},
): Dataset<T> {
  callable("fromIterable: make", make);
  const { label = `fromIterable(${make.name})`, size } = checkOptions("fromIterable", options, NAMED);
  if (size !== undefined && size !== Infinity) integer("fromIterable: size", size, 0);
  return new Dataset(iterableSource({ label, size, make }));
}

/**
 * Makes a dataset of a generator function, sync or async.
 *
 * The generator's `finally` runs if a pass ends early.
 *
 * @example
 * ```ts
 * import { fromGenerator } from "@tensorloom/data";
 *
 * const squares = fromGenerator(function* () {
 *   for (let x = 1; ; x++) yield x * x;
 * });
 * await squares.take(3).toArray(); // => [1, 4, 9]
 * ```
 */
export function fromGenerator<T>(
  generate: (epoch: number) => Generator<T, unknown> | AsyncGenerator<T, unknown>,
  options: FromOptions = {},
): Dataset<T> {
  callable("fromGenerator: generate", generate);
  checkOptions("fromGenerator", options, NAMED);
  return fromIterable(generate, { label: `fromGenerator(${generate.name})`, ...options });
}

/**
 * Wraps any source in a {@link Dataset}, for its methods.
 *
 * @example
 * ```ts
 * import { fromSource, range, zip } from "@tensorloom/data";
 *
 * await fromSource(zip(range(4), range(4))).map(([a, b]) => a + b).toArray(); // => [0, 2, 4, 6]
 * ```
 */
export function fromSource<T>(source: Source<T>): Dataset<T> {
  return new Dataset(assertSource("fromSource: source", source));
}
