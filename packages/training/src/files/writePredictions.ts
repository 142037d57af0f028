import {
  checkOptions,
  checkPlace,
  finite,
  folderOf,
  makePlace,
  nameOf,
  oneOf,
  type OptionKinds,
  writePlace,
} from "@tensorloom/core/internal";
import { throwWrongType } from "../batch/throwWrongType.ts";
import { LINE_FORMATS, predictionLines } from "../prediction/predictionLines.ts";
import type { RowFormat } from "../prediction/predictionRows.ts";
import { checkPredictions, rowWidth, type Predictions } from "../prediction/predictions.ts";

/**
 * Options of {@link writePredictions}.
 *
 * @inline
 */
export interface WritePredictionsOptions {
  /** The format of the file. Default: by the extension, `.csv`, `.jsonl` or `.ndjson`. */
  readonly format?: "csv" | "jsonl" | undefined;
  /** The name of the column of ids. Default `"id"`. */
  readonly id?: string | undefined;
  /**
   * The name of each output: a column of CSV, or a field of JSONL. Default: `output`, or for several `output_0`,
   * `output_1`, … in CSV and one list `outputs` in JSONL.
   */
  readonly columns?: readonly string[] | undefined;
  /**
   * The name of a column of labels, which comes last. Default: none. Of one output it is 1 if that is above `threshold`,
   * else 0; of several outputs the name of the largest, or with `threshold` the names of all above it.
   */
  readonly label?: string | undefined;
  /** The threshold of labels. Default 0.5 for one output; several outputs have one label each without it. */
  readonly threshold?: number | undefined;
  /** Whether to write the outputs beside the label. Default true. */
  readonly outputs?: boolean | undefined;
}

const OPTIONS: OptionKinds<WritePredictionsOptions> = {
  format: "any",
  id: "string",
  columns: "any",
  label: "string",
  threshold: "number",
  outputs: "boolean",
};

/**
 * Writes predictions to a CSV or JSONL file, a line per row.
 *
 * The file appears whole or not at all. Of `predictBatches` only one batch is in memory at a time. A number has as many
 * digits as distinguish it from every other float32. Missing folders are made.
 *
 * @returns The number of rows.
 * @throws TypeError or RangeError if an option does not fit the predictions; FileWriteError if the file cannot be
 * written; any error of the batches.
 * @see RFC 4180; pandas, `DataFrame.to_csv`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { range, stack } from "@tensorloom/data";
 * import { predictBatches } from "@tensorloom/training";
 * import { writePredictions } from "@tensorloom/training/node";
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const test = range(3).map((n) => ({ inputs: Float32Array.of(n / 10), ids: `image ${n}` })).batch(2, { collate: stack });
 * const folder = mkdtempSync(join(tmpdir(), "predictions-"));
 * const path = join(folder, "submission.csv");
 * await writePredictions(path, predictBatches(model, test), { id: "image", columns: ["target"] }); // => 3
 * const lines = readFileSync(path, "utf8").split("\n");
 * rmSync(folder, { recursive: true });
 * lines; // => ["image,target", "image 0,0", "image 1,0.1", "image 2,0.2", ""]
 * ```
 */
export async function writePredictions(
  path: string,
  predictions: Predictions | AsyncIterable<Predictions> | Iterable<Predictions>,
  options: WritePredictionsOptions = {},
): Promise<number> {
  const checked = checkOptions("writePredictions", options, OPTIONS);
  const place = checkPlace("writePredictions: path", path);
  const format = resolveRows(checked);
  const lines = LINE_FORMATS[resolveFormat(place, checked.format)];
  let rows = 0;
  async function* content(): AsyncGenerator<string, undefined> {
    let width: number | undefined;
    for await (const part of listParts(predictions)) {
      checkPredictions("writePredictions: predictions", part);
      if (part.ids.length === 0) continue;
      if (width === undefined) yield lines.header(format, rowWidth(part));
      checkWidth(part, (width ??= rowWidth(part)));
      yield* predictionLines(part, format, lines);
      rows += part.ids.length;
    }
    if (width === undefined) yield lines.header(format, 1);
  }
  await makePlace(folderOf(place));
  await writePlace(place, content());
  return rows;
}

function resolveFormat(path: string, format: "csv" | "jsonl" | undefined): keyof typeof LINE_FORMATS {
  if (format !== undefined) return oneOf("writePredictions: format", format, ["csv", "jsonl"]);
  const extension = /.\.[^.]*$/.exec(nameOf(path))?.[0].slice(1).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".jsonl" || extension === ".ndjson") return "jsonl";
  throw new RangeError(
    `writePredictions: path must end in .csv, .jsonl or .ndjson if format is not set, got ${path}`,
  );
}

function resolveRows({
  id = "id",
  columns,
  label,
  threshold,
  outputs = true,
}: WritePredictionsOptions): RowFormat {
  const list: unknown = columns;
  if (list !== undefined && !(Array.isArray(list) && list.every((name) => typeof name === "string")))
    throwWrongType("writePredictions: columns", "a list of names", list, 'write columns: ["target"]');
  if (threshold !== undefined) finite("writePredictions: threshold", threshold);
  if (label === undefined && (threshold !== undefined || !outputs))
    throw new RangeError(
      `writePredictions: ${outputs ? "threshold" : "outputs: false"} needs label, the name of the column of labels`,
    );
  const names = [
    id,
    ...(outputs ? (columns ?? ["output", "outputs"]) : []),
    ...(label === undefined ? [] : [label]),
  ];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined)
    throw new RangeError(`writePredictions: columns must have different names, got ${repeated} twice`);
  return { id, columns, label, threshold, outputs };
}

function listParts(
  predictions: Predictions | AsyncIterable<Predictions> | Iterable<Predictions>,
): AsyncIterable<Predictions> | Iterable<Predictions> {
  const value: unknown = predictions;
  if (
    typeof value === "object" &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  )
    return predictions as AsyncIterable<Predictions> | Iterable<Predictions>; // as it has an iterator
  return [predictions as Predictions]; // which are checked
}

function checkWidth(part: Predictions, width: number): void {
  if (rowWidth(part) !== width)
    throw new RangeError(
      `writePredictions: every row must have ${String(width)} outputs, got ${String(rowWidth(part))}`,
    );
}
