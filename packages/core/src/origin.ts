/** Where a value came from, in words: a text, or what `String` makes one of when an error needs it. */
export type Origin = string | { toString(): string };

const origins = new WeakMap<object, Origin>();

/** How long a text may be that names a file by itself. */
const LONGEST_PATH = 300;

/**
 * Notes where a value came from, for errors that happen to it later; returns the value.
 *
 * It is kept beside the object for as long as the object lives. What is no object keeps none.
 *
 * @example
 * ```ts
 * import { originOf, setOrigin } from "@tensorloom/core";
 *
 * const record = setOrigin(Uint8Array.of(1, 2), "train07.tfrec, record 123");
 * originOf(record); // => "train07.tfrec, record 123"
 * ```
 */
export function setOrigin<T>(value: T, origin: Origin): T {
  if (typeof value === "object" && value !== null) origins.set(value, origin);
  return value;
}

/**
 * Where a value came from: what was noted of an object; a text that is a path or an address is its own origin.
 *
 * @example
 * ```ts
 * import { originOf } from "@tensorloom/core";
 *
 * originOf("pictures/cat.jpg"); // => "pictures/cat.jpg"
 * originOf({}); // => undefined
 * ```
 */
export function originOf(value: unknown): Origin | undefined {
  if (typeof value === "object" && value !== null) return origins.get(value);
  return typeof value === "string" && value.length <= LONGEST_PATH && /^[^\n]*[/\\][^\n]*$/.test(value)
    ? value
    : undefined;
}

/**
 * Notes of a value that was made of another one that it came from the same place; returns the value.
 *
 * @example
 * ```ts
 * import { keepOrigin, originOf, setOrigin } from "@tensorloom/core";
 *
 * const record = setOrigin(Uint8Array.of(1, 2), "train07.tfrec, record 123");
 * originOf(keepOrigin(record, { label: record[0] })); // => "train07.tfrec, record 123"
 * ```
 */
export function keepOrigin<T>(from: unknown, made: T): T {
  if (typeof made !== "object" || made === null) return made;
  const origin = originOf(from);
  return origin === undefined || origins.has(made) ? made : setOrigin(made, origin);
}
