import type { Source } from "../source.ts";
import { indexedSource } from "./indexed.ts";
import { type AnyIterable, isIterable, iterableSource, throwNotIterable } from "./iterable.ts";

/** What a function may answer where elements are asked for: a source, an array or any other iterable. */
export type Elements<T> = Source<T> | AnyIterable<T>;

/**
 * A source of what was answered.
 *
 * @throws TypeError where it is none of these; a string is not taken for its letters.
 */
export function asSource<T>(elements: Elements<T>): Source<T> {
  if (Array.isArray(elements)) {
    const array = elements as readonly T[]; // an array of what the iterable is of
    return indexedSource({ label: "array", size: array.length, indexed: () => array });
  }
  const given: unknown = elements; // from JavaScript it may be anything
  if (typeof given !== "object" || given === null) return throwNoElements(given);
  if ("open" in elements && "label" in elements) return elements; // a file's stream can be opened, too
  if (!isIterable(given)) return throwNoElements(given);
  return iterableSource({ label: "iterable", size: undefined, make: () => elements, made: elements });
}

function throwNoElements(given: unknown): never {
  return throwNotIterable(
    "a source, an array or an iterable of elements",
    given,
    "put a map before, which waits for it",
  );
}
