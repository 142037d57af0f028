import { finite, isObject, oneOf, shown } from "@tensorloom/core/internal";
import type { CategoryState } from "./categoryColumn.ts";
import { checkCategories, type Policy } from "./columnSpec.ts";
import type { NumberState } from "./numberColumn.ts";

/** A fitted column as plain JSON. */
export type ColumnState = NumberState | CategoryState;

/**
 * Checks a fitted column that was read from JSON.
 *
 * @throws TypeError or RangeError that names the field.
 */
export function checkColumnState(place: string, value: unknown): ColumnState {
  if (!isObject(value)) throw new TypeError(`${place} must be a fitted column, got ${shown(value)}`);
  const { name } = value;
  if (typeof name !== "string") throw new TypeError(`${place}.name must be a text, got ${shown(name)}`);
  const policy = (field: string): Policy =>
    oneOf(`${place}.${field}`, value[field] as Policy, ["flag", "ignore", "refuse"]);
  const number = (field: string): number => finite(`${place}.${field}`, value[field] as number); // it is checked there
  const missing = policy("missing");
  if (oneOf(`${place}.kind`, value["kind"] as string, ["number", "category"]) === "category") {
    const categories = checkCategories(`${place}.categories`, value["categories"]);
    return { kind: "category", name, categories, missing, unknown: policy("unknown") };
  }
  const { log1p } = value;
  if (typeof log1p !== "boolean")
    throw new TypeError(`${place}.log1p must be a boolean, got ${shown(log1p)}`);
  return {
    kind: "number",
    name,
    log1p,
    center: number("center"),
    factor: number("factor"),
    fill: number("fill"),
    missing,
  };
}
