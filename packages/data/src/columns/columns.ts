import { isObject, shown } from "@tensorloom/core/internal";
import { encodeCategories } from "./categoryColumn.ts";
import type { ColumnEncoder } from "./columnEncoder.ts";
import { checkColumnState, type ColumnState } from "./columnState.ts";
import { columnOf } from "./columnValue.ts";
import { encodeNumbers } from "./numberColumn.ts";

/**
 * Fitted columns: they encode records as lists of numbers.
 *
 * @example
 * ```ts
 * import { type Columns, fitColumns, restoreColumns } from "@tensorloom/data";
 *
 * const columns: Columns = await fitColumns([{ sex: "male" }, { sex: "female" }], { sex: { kind: "category" } });
 * columns.names; // => ["sex=female", "sex=male", "sex missing"]
 * const text = JSON.stringify(columns); // write it beside the model
 * restoreColumns(JSON.parse(text)).encode({ sex: "male" }); // => Float32Array.of(0, 1, 0)
 * ```
 */
export interface Columns {
  /** The name of each element: `age`, `age missing`, `sex=female`. */
  readonly names: readonly string[];
  /**
   * Encodes a record. Columns that were not fitted are ignored.
   *
   * @throws TypeError if a column does not exist or has another type; RangeError if a value is refused.
   */
  readonly encode: (record: object) => Float32Array<ArrayBuffer>;
  /** Returns plain JSON for {@link restoreColumns}. */
  readonly toJSON: () => object;
}

/** Makes columns of what was learned. */
export function columnsOf(states: readonly ColumnState[]): Columns {
  const encoders = states.map((state): ColumnEncoder =>
    state.kind === "number" ? encodeNumbers(state) : encodeCategories(state),
  );
  const names = encoders.flatMap((encoder) => encoder.names);
  return {
    names,
    encode(record) {
      const elements = new Float32Array(names.length);
      const place = { caller: "columns.encode", record };
      let at = 0;
      encoders.forEach((encoder, column) => {
        encoder.write(place, columnOf(place, states[column].name), elements, at);
        at += encoder.names.length;
      });
      return elements;
    },
    toJSON: () => ({ format: FORMAT, columns: states }),
  };
}

const FORMAT = "tensorloom-columns-1";

/**
 * Restores fitted columns from their JSON.
 *
 * @param json - What `JSON.parse` makes of a written {@link Columns}.
 * @throws TypeError or RangeError that names the first field that is missing or invalid.
 * @example
 * ```ts
 * import { fitColumns, restoreColumns } from "@tensorloom/data";
 *
 * const columns = await fitColumns([{ age: 30 }, { age: 50 }], { age: { kind: "number", missing: "refuse" } });
 * const restored = restoreColumns(JSON.parse(JSON.stringify(columns)));
 * restored.encode({ age: 60 }); // => Float32Array.of(2)
 * ```
 */
export function restoreColumns(json: unknown): Columns {
  if (!isObject(json) || json["format"] !== FORMAT || !Array.isArray(json["columns"]))
    throw new TypeError(
      `restoreColumns: json must be fitted columns ("format": "${FORMAT}"), got ${shown(json)}`,
    );
  return columnsOf(
    json["columns"].map((column: unknown, at) =>
      checkColumnState(`restoreColumns: columns[${String(at)}]`, column),
    ),
  );
}
