import { isObject, shown } from "@tensorloom/core/internal";
import { iterate } from "../read/iterate.ts";
import type { Source } from "../source.ts";
import { fitCategories } from "./categoryColumn.ts";
import type { ColumnFitter } from "./columnEncoder.ts";
import { checkColumnSpec, type ColumnSpec } from "./columnSpec.ts";
import type { ColumnState } from "./columnState.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { columnOf } from "./columnValue.ts";
import { fitNumbers } from "./numberColumn.ts";

/**
 * Learns from training records how to encode their columns as numbers, such as the metadata of images.
 *
 * A number becomes one element, scaled; a category one element per category (one-hot). A value is missing if it is
 * `undefined`, `null`, NaN or an empty text; by default it is filled in and flagged by one more element. Statistics are of
 * the values that are there. Other columns of the records are ignored.
 *
 * Means, standard deviations, ranges and the order of categories are scikit-learn's (`StandardScaler`, `MinMaxScaler`,
 * `OneHotEncoder` with `handle_unknown="ignore"`).
 *
 * @param records - Training records alone, so that nothing is learned from the validation set: a list or a dataset, which
 *   is read once, from its first epoch.
 * @param specs - Each column by its name, in the order of the elements.
 * @throws TypeError if a record does not have a column, or a value is of another type; RangeError if a value is refused
 *   or a column has no values. Messages name the record and the file that it is from.
 * @see Keras, `FeatureSpace`; scikit-learn, `ColumnTransformer`
 * @example
 * ```ts
 * import { fitColumns } from "@tensorloom/data";
 *
 * const train = [
 *   { age: 30, site: "torso" },
 *   { age: 50, site: "head/neck" },
 *   { age: undefined, site: "" },
 * ];
 * const columns = await fitColumns(train, { age: { kind: "number" }, site: { kind: "category" } });
 * columns.names; // => ["age", "age missing", "site=head/neck", "site=torso", "site missing"]
 * columns.encode({ age: 60, site: "torso" }); // => Float32Array.of(2, 0, 0, 1, 0)
 * columns.encode({ age: null, site: "palm" }); // => Float32Array.of(0, 1, 0, 0, 0)
 * ```
 */
export async function fitColumns<R extends object>(
  records: Iterable<R> | AsyncIterable<R> | Source<R>,
  specs: Readonly<Partial<Record<keyof R & string, ColumnSpec>>>,
): Promise<Columns> {
  const table: unknown = specs;
  if (!isObject(table) || Object.keys(table).length === 0)
    throw new TypeError(
      `fitColumns: specs must name columns: { age: { kind: "number" } }, got ${shown(table)}`,
    );
  const fitters = Object.entries(table).map(([name, spec]) => {
    const checked = checkColumnSpec(`fitColumns: column ${name}`, spec as ColumnSpec); // it is checked there
    const fitter: ColumnFitter<ColumnState> =
      checked.kind === "number" ? fitNumbers(name, checked) : fitCategories(name, checked);
    return { name, fitter };
  });
  let position = 0;
  for await (const record of elementsOf(records)) {
    const place = { caller: "fitColumns", record, position };
    for (const { name, fitter } of fitters) fitter.add(place, columnOf(place, name));
    position++;
  }
  if (position === 0) throw new RangeError("fitColumns: records must not be empty");
  return columnsOf(fitters.map(({ fitter }) => fitter.finish("fitColumns", position)));
}

/** A dataset is read from epoch 0, which leaves the epoch of its own loops as it is. */
function elementsOf<R>(records: Iterable<R> | AsyncIterable<R> | Source<R>): Iterable<R> | AsyncIterable<R> {
  const value: unknown = records;
  if (isObject(value) && "open" in value && "label" in value) return elementsOfSource(records as Source<R>); // as `iterate` checks
  if (
    typeof value === "object" &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  )
    return records as Iterable<R> | AsyncIterable<R>;
  throw new TypeError(`fitColumns: records must be a list or a dataset, got ${shown(value)}`);
}

function elementsOfSource<R>(source: Source<R>): AsyncIterable<R> {
  if (source.size === Infinity)
    throw new RangeError(
      `fitColumns: records (${source.label}) have no end; pass some of them: dataset.take(1000)`,
    );
  return iterate(source, { epoch: 0 });
}
