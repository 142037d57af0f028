import { shown } from "./check.ts";
import { closest } from "./closest.ts";

/**
 * The kind of an option.
 *
 * Functions check the range of a `"number"` (with `integer`, `finite`) and everything about an `"any"` themselves.
 */
export type OptionKind = "boolean" | "function" | "number" | "object" | "string" | "any";

/** The kind of every option of a function. The compiler refuses a table with an omission. */
export type OptionKinds<O> = { readonly [K in keyof O]-?: OptionKind };

type Kinds = Readonly<Record<string, OptionKind>>;

/**
 * Checks a function's options: a plain object with known names and values of their kinds.
 *
 * An option that is `undefined` counts as omitted.
 *
 * @param name - The function, for messages: `"batch"`.
 * @param options - What the caller passed.
 * @param known - The options that exist, with their kinds.
 * @returns `options`.
 * @throws TypeError that names the unknown options, the existing ones and the most similar one; or the option of the
 * wrong kind.
 * @example
 * ```ts
 * import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
 *
 * interface BlurOptions {
 *   readonly radius?: number | undefined;
 * }
 * const KNOWN: OptionKinds<BlurOptions> = { radius: "number" };
 * checkOptions<BlurOptions>("blur", { radius: 2 }, KNOWN).radius; // => 2
 * ```
 */
export function checkOptions<O extends object>(name: string, options: O, known: OptionKinds<O>): O {
  const value: unknown = options;
  if (!isPlain(value))
    throw new TypeError(
      `${name}: options must be a plain object, got ${shown(value)}${correction(value, known)}`,
    );
  const kinds: Kinds = known;
  for (const key in value) {
    if (!Object.hasOwn(kinds, key)) throw unknownOptions(name, value, kinds);
    if (!isOf(kinds[key], value[key])) throw wrongKind(`${name}: ${key}`, kinds[key], value[key]);
  }
  return options;
}

/** Whether a value is a plain object: not a list, map, signal or function. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** How to write a value that was passed without an object, as in other libraries. */
function correction(value: unknown, known: Kinds): string {
  const isSimple = ["boolean", "number", "string"].includes(typeof value);
  const option = Object.keys(known).find((key) => known[key] === typeof value);
  return isSimple && option !== undefined ? `; say { ${option}: ${shown(value)} }` : "";
}

function unknownOptions(name: string, value: object, known: Kinds): TypeError {
  const owner = classOf(value);
  if (owner !== undefined)
    return new TypeError(`${name}: options must be a plain object, got an object (${owner})`);
  const names = Object.keys(known);
  const unknown: string[] = [];
  for (const key in value) if (!Object.hasOwn(known, key)) unknown.push(key);
  const meant = unknown.map((key) => closest(key, names)).filter((one) => one !== undefined);
  const question = meant.length === 0 ? "" : `; did you mean ${meant.join(", ")}?`;
  const existing = names.length === 0 ? "it takes none" : `known are ${names.join(", ")}`;
  return new TypeError(`${name}: unknown option ${unknown.join(", ")}; ${existing}${question}`);
}

/** The class of an object that is not plain, such as a tensor; objects of another realm are plain too. */
function classOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  if (!Object.hasOwn(prototype, "constructor")) return undefined;
  return value.constructor.name;
}

function isOf(kind: OptionKind, value: unknown): boolean {
  if (value === undefined || kind === "any" || kind === "number") return true;
  return typeof value === kind && value !== null;
}

function wrongKind(name: string, kind: OptionKind, value: unknown): TypeError {
  return new TypeError(`${name} must be ${kind === "object" ? "an" : "a"} ${kind}, got ${shown(value)}`);
}
