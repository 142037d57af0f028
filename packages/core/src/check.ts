/**
 * The value in an error message: strings quoted, functions by name, everything else as JavaScript prints it.
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
 * Checks a whole number and gives it back.
 *
 * @param name - Who asks, for the message: `"take: count"`.
 * @param value - The value to check.
 * @param least - The smallest value allowed; default: any.
 * @param most - The largest value allowed; default: any that a double holds exactly.
 * @throws TypeError where `value` is not a number; RangeError where it is not whole or outside `least..most`.
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
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  return refuse(name, `an integer${range(least, most)}`, value, typeof value !== "number");
}

function range(least: number, most: number): string {
  const bounded = [least > Number.MIN_SAFE_INTEGER, most < Number.MAX_SAFE_INTEGER] as const;
  if (bounded[0] && bounded[1]) return ` from ${String(least)} to ${String(most)}`;
  if (bounded[0]) return ` of at least ${String(least)}`;
  if (bounded[1]) return ` of at most ${String(most)}`;
  return "";
}

/**
 * Checks a finite number and gives it back.
 *
 * @param name - Who asks, for the message: `"dropout: rate"`.
 * @param value - The value to check.
 * @param least - The smallest value allowed; default: any finite number.
 * @param most - The largest value allowed; default: any finite number.
 * @throws TypeError where `value` is not a number; RangeError where it is not finite or outside `least..most`.
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
  least: number = -Number.MAX_VALUE,
  most: number = Number.MAX_VALUE,
): number {
  if (typeof value === "number" && value >= least && value <= most) return value;
  const low = least === -Number.MAX_VALUE ? "" : ` of at least ${String(least)}`;
  const bounds =
    most === Number.MAX_VALUE
      ? low
      : low === ""
        ? ` of at most ${String(most)}`
        : ` from ${String(least)} to ${String(most)}`;
  return refuse(name, `a finite number${bounds}`, value, typeof value !== "number");
}

/**
 * Checks that a value is one of a few choices and gives it back.
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
 * Checks that a value is a function and gives it back.
 *
 * @throws TypeError where it is not.
 * @example
 * ```ts
 * import { callable } from "@tensorloom/core/internal";
 *
 * callable("map: transform", Math.abs)(-3); // => 3
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- every function type fits here, none is called
export function callable<F extends Function>(name: string, value: F): F {
  return typeof value === "function" ? value : refuse(name, "a function", value, true);
}
