import type { Example, Feature } from "@tensorloom/tfrecord";
import { bytes } from "@tensorloom/tfrecord";
import { quote, toCsvCell, toJson } from "./toCell.ts";

/** The rows of `records.csv` or `records.jsonl`. */
export interface RecordTable {
  /** Adds a record; `images` has the paths of the files that hold its pictures, by feature. */
  add(example: Example, images: ReadonlyMap<string, string>): void;
  /** The text of the table. */
  lines(): Generator<string>;
}

/** A table of a format. It holds the rows without their pictures, because CSV has the columns first. */
export function recordTable(format: "csv" | "jsonl"): RecordTable {
  return format === "csv" ? csvTable() : jsonlTable();
}

function withPaths(
  example: Example,
  images: ReadonlyMap<string, string>,
): readonly (readonly [string, Feature])[] {
  return [...example].map(([key, feature]) => {
    const path = images.get(key);
    return [key, path === undefined ? feature : bytes(path)];
  });
}

function csvTable(): RecordTable {
  const columns = new Map<string, number>();
  const rows: (readonly string[])[] = [];
  return {
    add(example, images) {
      const cells: string[] = [];
      for (const [key, feature] of withPaths(example, images)) {
        const column = columns.get(key) ?? columns.size;
        columns.set(key, column);
        const cell = toCsvCell(feature);
        if (cell === undefined)
          throw new RangeError(
            `the feature ${key} has ${feature.values.length === 1 ? "bytes that are not text" : `${String(feature.values.length)} values`}, which CSV cannot hold; choose a table in JSONL`,
          );
        cells[column] = cell;
      }
      rows.push(cells);
    },
    *lines() {
      yield `${[...columns.keys()].map(quote).join(",")}\n`;
      for (const cells of rows) yield `${Array.from(columns.values(), (i) => cells[i] ?? "").join(",")}\n`;
    },
  };
}

function jsonlTable(): RecordTable {
  const rows: string[] = [];
  return {
    add(example, images) {
      const pairs = withPaths(example, images).map(([key, feature]) => [key, toJson(feature)]);
      rows.push(`${JSON.stringify(Object.fromEntries(pairs))}\n`);
    },
    *lines() {
      yield* rows;
    },
  };
}
