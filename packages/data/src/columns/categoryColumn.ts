import { closest, shown } from "@tensorloom/core/internal";
import type { ColumnEncoder, ColumnFitter } from "./columnEncoder.ts";
import type { Category, CategoryColumn, Policy } from "./columnSpec.ts";
import { categoryOf, describe, type RecordContext } from "./columnValue.ts";

/** A fitted column of categories. */
export interface CategoryState {
  readonly kind: "category";
  readonly name: string;
  /** In the order of their elements. */
  readonly categories: readonly Category[];
  readonly missing: Policy;
  readonly unknown: Policy;
}

/** Learns the categories of a column. */
export function fitCategories(name: string, spec: CategoryColumn): ColumnFitter<CategoryState> {
  const { categories, minCount = 1, missing = "flag", unknown = "ignore" } = spec;
  const listed = categories === undefined ? undefined : new Set(categories);
  const counts = new Map<Category, number>();
  return {
    add(place, value) {
      const found = categoryOf(place, name, value);
      if (found === undefined) {
        if (missing === "refuse") throw new RangeError(`${describe(place)}: column ${name} is missing`);
        return;
      }
      if (listed !== undefined && !listed.has(found) && unknown === "refuse")
        throw unknownCategory(place, name, found, [...listed]);
      counts.set(found, (counts.get(found) ?? 0) + 1);
    },
    finish(caller, records) {
      const frequent = [...counts].filter(([, count]) => count >= minCount).map(([category]) => category);
      const found = categories ?? frequent.sort(inOrder);
      if (found.length === 0)
        throw new RangeError(
          `${caller}: column ${name} has no category that occurs ${String(minCount)} times in ${String(records)} records`,
        );
      return { kind: "category", name, categories: [...found], missing, unknown };
    },
  };
}

/** Numbers and booleans by size, texts by their code units, as Python sorts them. */
function inOrder(a: Category, b: Category): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function unknownCategory(
  place: RecordContext,
  name: string,
  value: Category,
  categories: readonly Category[],
): RangeError {
  const near = closest(String(value), categories.map(String));
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return new RangeError(
    `${describe(place)}: column ${name} must be one of ${categories.map(shown).join(", ")}, got ${shown(value)}${hint}`,
  );
}

/** Encodes a column of categories one-hot, with more elements for what is flagged. */
export function encodeCategories(state: CategoryState): ColumnEncoder {
  const { name, categories, missing, unknown } = state;
  const names = categories.map((category) => `${name}=${String(category)}`);
  const missingAt = missing === "flag" ? names.push(`${name} missing`) - 1 : undefined;
  const unknownAt = unknown === "flag" ? names.push(`${name} unknown`) - 1 : undefined;
  const elements = new Map(categories.map((category, at) => [category, at]));
  return {
    names,
    write(place, value, into, at) {
      const found = categoryOf(place, name, value);
      if (found === undefined && missing === "refuse")
        throw new RangeError(`${describe(place)}: column ${name} is missing`);
      const element = found === undefined ? missingAt : (elements.get(found) ?? unknownAt);
      if (element !== undefined) into[at + element] = 1;
      else if (found !== undefined && unknown === "refuse")
        throw unknownCategory(place, name, found, categories);
    },
  };
}
