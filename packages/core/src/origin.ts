/**
 * The origin of a value, for error messages: a string, or an object that is converted to one when an error needs it.
 *
 * @example
 * ```ts
 * import { type Origin, originOf, setOrigin } from "@tensorloom/core";
 *
 * const origin: Origin = { toString: () => "train07.tfrec, record 123" }; // formatted only if an error needs it
 * String(originOf(setOrigin({ label: 1 }, origin))); // => "train07.tfrec, record 123"
 * ```
 */
export type Origin = string | { toString(): string };

const origins = new WeakMap<object, Origin>();

/** Maximum length of a string that counts as a file name. */
const MAX_PATH_LENGTH = 300;

/**
 * Records the origin of a value, for later errors; returns the value.
 *
 * The origin is stored beside the object as long as the object lives. Values that are not objects have no recorded origin.
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
 * Returns the origin of a value, if it is known.
 *
 * An object has the origin that was recorded for it; a string that is a path or an address is its own origin.
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
  return typeof value === "string" && value.length <= MAX_PATH_LENGTH && /^[^\n]*[/\\][^\n]*$/.test(value)
    ? value
    : undefined;
}

/**
 * Copies the origin of one value to another; returns the latter.
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
