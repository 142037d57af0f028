import { finite, integer, shown } from "@tensorloom/core";
import { kindOf } from "./kindOf.ts";
import { isTypedArray, type NDArray, type TypedArray } from "./ndarray.ts";

/** How lists of different lengths are made equal. */
export interface PadOptions {
  /** The length that all get; default: that of the longest. A longer list is refused. */
  readonly length?: number;
  /** What is put behind the short ones; default 0. */
  readonly value?: number;
}

/** Numbers, or lists of lists of numbers to any depth. */
export type Nested = number | readonly Nested[];

/** What `pad` makes of lists of a kind: an array of lists, or typed arrays as one array `[n, length]`. */
export type Padded<T> = T extends TypedArray ? NDArray<T> : T[];

/**
 * Fills lists up to one length; lists inside lists too, each level to its own longest.
 *
 * @throws RangeError where a list is longer than `length`; TypeError where an element is not a list of numbers, or where
 * elements are of different kinds or depths.
 * @example
 * ```ts
 * import { pad } from "@tensorloom/data";
 *
 * pad([[1], [2, 3]], { value: -1 }); // => [[1, -1], [2, 3]]
 * ```
 */
export function pad<T extends readonly Nested[] | TypedArray>(
  lists: readonly T[],
  options: PadOptions = {},
): Padded<T> {
  const all: readonly unknown[] = lists; // a caller without types may put anything in
  all.forEach((list, i) => {
    if (Array.isArray(list) || isTypedArray(list)) return;
    throw new TypeError(`pad: element ${String(i)} must be a list of numbers, got ${shown(list)}`);
  });
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const { length = longest, value = 0 } = options;
  integer("pad: length", length, 0);
  finite("pad: value", value);
  lists.forEach((list, i) => integer(`pad: the length of element ${String(i)}`, list.length, 0, length));
  const first = lists.at(0);
  all.forEach((list, i) => {
    if (kindName(list) === kindName(first)) return;
    throw new TypeError(
      `pad: element ${String(i)} must be ${kindName(first)} as element 0 is, got ${kindName(list)}`,
    );
  });
  // The two cases of Padded: rows of one typed array are of one kind, other lists are nested.
  if (isTypedArray(first)) return joined(first, lists as readonly TypedArray[], length, value) as Padded<T>;
  even(lists);
  const [, ...inner] = deepest(lists as readonly Nested[]);
  return lists.map((list) => filled(list as Nested, [length, ...inner.slice(1)], value)) as Padded<T>;
}

/** What a list is, in words. */
function kindName(list: unknown): string {
  return isTypedArray(list) ? `a ${kindOf(list).name}` : "an array";
}

/** Refuses lists that have numbers where others have lists, and anything else in them. */
function even(list: readonly unknown[], level = 0, numbers: boolean[] = []): void {
  for (const part of list) {
    const isNumber = typeof part === "number";
    if (!isNumber && !Array.isArray(part)) throw new TypeError(`pad: expected numbers, got ${shown(part)}`);
    if ((numbers[level] ??= isNumber) !== isNumber)
      throw new TypeError(`pad: numbers and lists lie side by side, ${String(level)} lists deep`);
    if (!isNumber) even(part as readonly unknown[], level + 1, numbers); // just checked
  }
}

/** The longest list at each level. */
function deepest(nested: Nested): readonly number[] {
  if (typeof nested === "number") return [];
  const inner = nested.map(deepest);
  const depth = inner.reduce((most, { length }) => Math.max(most, length), 0);
  return [
    nested.length,
    ...Array.from({ length: depth }, (_, level) =>
      Math.max(...inner.map((lengths) => lengths.at(level) ?? 0)),
    ),
  ];
}

function filled(nested: Nested | undefined, [length, ...inner]: readonly number[], value: number): Nested {
  if (typeof nested === "number") return nested;
  return Array.from({ length }, (_, i) => {
    const element = nested?.at(i);
    return inner.length === 0 ? (element ?? value) : filled(element, inner, value);
  });
}

function joined(first: TypedArray, lists: readonly TypedArray[], length: number, value: number): NDArray {
  const data = new (kindOf(first))(lists.length * length);
  data.fill(value);
  lists.forEach((list, i) => data.set(list, i * length));
  return { data, shape: [lists.length, length] };
}
