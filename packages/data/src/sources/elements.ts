import type { Source } from "../source.ts";
import { indexedSource } from "./indexed.ts";
import { type AnyIterable, isIterable, iterableSource, throwNotIterable } from "./iterable.ts";

/**
 * Anything with elements: a source, an array or another iterable.
 *
 * @example
 * ```ts
 * import { type Elements, range } from "@tensorloom/data";
 *
 * const countdown = (from: number): Elements<number> => range(from, 0, -1);
 * await range(1, 4).flatMap(countdown).toArray(); // => [1, 2, 1, 3, 2, 1]
 * ```
 */
export type Elements<T> = Source<T> | AnyIterable<T>;

/**
 * Makes a source of elements.
 *
 * @throws TypeError for any other value, including a string.
 */
export function asSource<T>(elements: Elements<T>): Source<T> {
  if (Array.isArray(elements)) {
    const array = elements as readonly T[]; // an array of what the iterable is of
    return indexedSource({ label: "array", size: array.length, indexed: () => array });
  }
  const value: unknown = elements; // JavaScript callers may pass anything
  if (typeof value !== "object" || value === null) return throwNoElements(value);
  if ("open" in elements && "label" in elements) return elements; // a file stream has `open` too
  if (!isIterable(value)) return throwNoElements(value);
  return iterableSource({ label: "iterable", size: undefined, make: () => elements, made: elements });
}

function throwNoElements(value: unknown): never {
  return throwNotIterable(
    "a source, an array or an iterable of elements",
    value,
    "add a map before it, which awaits the promise",
  );
}
