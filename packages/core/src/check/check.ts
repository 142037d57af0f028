/**
 * Formats a value for an error message.
 *
 * Strings are quoted, functions are named, and everything else is what JavaScript prints.
 *
 * @example
 * ```ts
 * import { shown } from "@tensorloom/core/internal";
 *
 * [shown("B9"), shown([1, 2]), shown(null)]; // => ['"B9"', "an array of 2", "null"]
 * ```
 */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value)) return `an array of ${String(value.length)}`;
  if (typeof value === "object" && value !== null)
    return `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
  return String(value);
}

function refuse(name: string, expected: string, value: unknown, wrongKind: boolean): never {
  const sentence = `${name} must be ${expected}, got ${shown(value)}`;
  throw wrongKind ? new TypeError(sentence) : new RangeError(sentence);
}

/**
 * Returns a whole number, or throws.
 *
 * @param name - The function and argument, for the message: `"take: count"`.
 * @param value - The value to check.
 * @param min - The smallest allowed value; default: any.
 * @param max - The largest allowed value; default: any that a double represents exactly.
 * @throws TypeError if `value` is not a number; RangeError if it is not whole or outside `min..max`.
 * @example
 * ```ts
 * import { integer } from "@tensorloom/core/internal";
 *
 * integer("batch: size", 16, 1); // => 16
 * ```
 */
export function integer(
  name: string,
  value: number,
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  return refuse(name, `an integer${range(min, max)}`, value, typeof value !== "number");
}

function range(min: number, max: number): string {
  const bounded = [min > Number.MIN_SAFE_INTEGER, max < Number.MAX_SAFE_INTEGER] as const;
  if (bounded[0] && bounded[1]) return ` from ${String(min)} to ${String(max)}`;
  if (bounded[0]) return ` of at least ${String(min)}`;
  if (bounded[1]) return ` of at most ${String(max)}`;
  return "";
}

/**
 * Returns a finite number, or throws.
 *
 * @param name - The function and argument, for the message: `"dropout: rate"`.
 * @param value - The value to check.
 * @param min - The smallest allowed value; default: any finite number.
 * @param max - The largest allowed value; default: any finite number.
 * @throws TypeError if `value` is not a number; RangeError if it is not finite or outside `min..max`.
 * @example
 * ```ts
 * import { finite } from "@tensorloom/core/internal";
 *
 * finite("dropout: rate", 0.25, 0, 1); // => 0.25
 * ```
 */
export function finite(
  name: string,
  value: number,
  min: number = -Number.MAX_VALUE,
  max: number = Number.MAX_VALUE,
): number {
  if (typeof value === "number" && value >= min && value <= max) return value;
  const low = min === -Number.MAX_VALUE ? "" : ` of at least ${String(min)}`;
  const bounds =
    max === Number.MAX_VALUE
      ? low
      : low === ""
        ? ` of at most ${String(max)}`
        : ` from ${String(min)} to ${String(max)}`;
  return refuse(name, `a finite number${bounds}`, value, typeof value !== "number");
}

/**
 * Returns a value that is one of the choices, or throws.
 *
 * @throws RangeError that lists the choices.
 * @example
 * ```ts
 * import { oneOf } from "@tensorloom/core/internal";
 *
 * oneOf("resize: method", "bilinear", ["nearest", "bilinear"]); // => "bilinear"
 * ```
 */
export function oneOf<T extends string | number>(name: string, value: T, choices: readonly T[]): T {
  if (choices.includes(value)) return value;
  return refuse(name, `one of ${choices.map(shown).join(", ")}`, value, typeof value !== typeof choices[0]);
}

/**
 * Returns a function, or throws.
 *
 * @throws TypeError if it is not a function.
 * @example
 * ```ts
 * import { callable } from "@tensorloom/core/internal";
 *
 * callable("map: transform", Math.abs)(-3); // => 3
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function type is valid, none is called
export function callable<F extends Function>(name: string, value: F): F {
  return typeof value === "function" ? value : refuse(name, "a function", value, true);
}
