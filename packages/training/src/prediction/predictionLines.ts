import { predictionRows, type PredictionRow, type RowFormat } from "./predictionRows.ts";
import type { Predictions } from "./predictions.ts";
import { shortestFloat } from "./shortestFloat.ts";

/** Lines of a file of predictions: a header, if the format has one, and a line per row. */
export interface LineFormat {
  /** The first line, for rows of `width` outputs; empty if the format has none. */
  readonly header: (format: RowFormat, width: number) => string;
  readonly line: (row: PredictionRow, format: RowFormat) => string;
}

/** RFC 4180, with a line feed after each line. Numbers that are NaN are left empty, as pandas does. */
const csv: LineFormat = {
  header({ id, columns, label, outputs }, width) {
    const names =
      columns ?? (width === 1 ? ["output"] : Array.from({ length: width }, (_, i) => `output_${String(i)}`));
    return joinFields([id, ...(outputs ? names : []), ...(label === undefined ? [] : [label])]);
  },
  line({ id, values, label }, { outputs }) {
    const numbers = outputs
      ? Array.from(values, (value) => (Number.isNaN(value) ? "" : shortestFloat(value)))
      : [];
    const labels = label === undefined ? [] : [typeof label === "object" ? label.join(" ") : String(label)];
    return joinFields([id, ...numbers, ...labels]);
  },
};

/** One JSON object per line. Numbers that are not finite are null. */
const jsonl: LineFormat = {
  header: () => "",
  line({ id, values, label }, format) {
    const numbers = Array.from(values, (value) => Number(shortestFloat(value)));
    const named = format.columns?.map((name, output) => [name, numbers[output]] as const) ?? [
      numbers.length === 1 ? (["output", numbers[0]] as const) : (["outputs", numbers] as const),
    ];
    const fields = [
      [format.id, id],
      ...(format.outputs ? named : []),
      ...(format.label === undefined ? [] : [[format.label, label]]),
    ] as const;
    return `${JSON.stringify(Object.fromEntries(fields as Iterable<readonly [string, unknown]>))}\n`;
  },
};

/** The formats by name. */
export const LINE_FORMATS: Readonly<Record<"csv" | "jsonl", LineFormat>> = { csv, jsonl };

/** Joins the lines of some rows to chunks that are not too large to hold. */
export function* predictionLines(
  predictions: Predictions,
  format: RowFormat,
  { line }: LineFormat,
): Generator<string> {
  let chunk = "";
  for (const row of predictionRows(predictions, format)) {
    chunk += line(row, format);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

const CHUNK = 2 ** 16;

function joinFields(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\n`;
}

/** Quotes a field that has a comma, a quote, an end of line, or a space at an end, which some readers strip. */
function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
