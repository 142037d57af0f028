import { isObject, isRecord, shown } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { isTypedArray } from "@tensorloom/data/internal";
import { isStorable } from "./safetensors.ts";

/** A state as JSON, with its arrays apart. */
export interface PackedState {
  readonly json: unknown;
  /** The arrays by their path in the state: `optimizer/slots/dense/kernel/m`. */
  readonly arrays: ReadonlyMap<string, NDArray>;
}

/** How what JSON cannot hold is written: as an object with one of these keys. */
const NUMBER = "$number";
const ARRAY = "$array";
const NDARRAY = "$ndarray";

/**
 * Separates plain data into JSON and typed arrays.
 *
 * Numbers that JSON cannot hold (NaN, infinities, -0) come back exactly. Fields that are `undefined` are left out.
 *
 * @param caller - What the state is of, for errors.
 * @throws TypeError if a value is not plain data, with its place.
 */
export function packState(caller: string, state: unknown): PackedState {
  const arrays = new Map<string, NDArray>();
  function pack(value: unknown, path: readonly string[]): unknown {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [NUMBER]: Object.is(value, -0) ? "-0" : String(value) };
    const name = path.join("/");
    if (isStoredArray(value)) {
      arrays.set(name, { data: value, shape: [value.length] });
      return { [ARRAY]: name };
    }
    if (isNDArray(value)) {
      arrays.set(name, value);
      return { [NDARRAY]: name };
    }
    if (Array.isArray(value)) return value.map((each, at) => pack(each, [...path, String(at)]));
    if (!isRecord(value))
      throw new TypeError(`${caller}: ${name} must be plain data or a typed array, got ${shown(value)}`);
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.map(([key, each]) => [escapeKey(key), pack(each, [...path, key])]));
  }
  return { json: pack(state, []), arrays };
}

/**
 * Puts a state together again.
 *
 * @throws RangeError if the JSON names an array that is missing.
 */
export function unpackState(json: unknown, arrays: ReadonlyMap<string, NDArray>): unknown {
  function find(name: unknown): NDArray {
    const found = arrays.get(String(name));
    if (found === undefined) throw new RangeError(`array ${String(name)} is missing`);
    return found;
  }
  function unpack(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(unpack);
    if (!isObject(value)) return value;
    if (NUMBER in value) return Number(value[NUMBER]);
    if (ARRAY in value) return find(value[ARRAY]).data;
    if (NDARRAY in value) return find(value[NDARRAY]);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [unescapeKey(key), unpack(each)]));
  }
  return unpack(json);
}

function isNDArray(value: unknown): value is NDArray {
  if (!isObject(value) || Object.keys(value).length !== 2) return false;
  return isStoredArray(value["data"]) && Array.isArray(value["shape"]);
}

function isStoredArray(value: unknown): value is NDArray["data"] {
  return isTypedArray(value) && isStorable(value);
}

/** A key of the state's own that begins with a dollar sign gets a second one. */
function escapeKey(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

function unescapeKey(key: string): string {
  return key.startsWith("$$") ? key.slice(1) : key;
}
