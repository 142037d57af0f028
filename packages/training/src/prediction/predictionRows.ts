import { checkPredictions, rowWidth, type Predictions } from "./predictions.ts";

/** What is written of each row. */
export interface RowFormat {
  /** The name of the column of ids. */
  readonly id: string;
  /** Names of the outputs; undefined if they have none. */
  readonly columns: readonly string[] | undefined;
  /** The name of the column of labels, if there is one. */
  readonly label: string | undefined;
  readonly threshold: number | undefined;
  /** Whether the numbers are written. */
  readonly outputs: boolean;
}

/** One row of a file of predictions. */
export interface PredictionRow {
  readonly id: string;
  readonly values: Float32Array;
  /** 0 or 1 of one output; a class; or the classes above the threshold. */
  readonly label: number | string | readonly string[] | undefined;
}

/**
 * Splits predictions into rows.
 *
 * @throws RangeError if there is not one name per output.
 */
export function* predictionRows(predictions: Predictions, format: RowFormat): Generator<PredictionRow> {
  checkPredictions("writePredictions: predictions", predictions);
  const { ids, outputs } = predictions;
  const width = rowWidth(predictions);
  const { columns } = format;
  if (columns !== undefined && columns.length !== width)
    throw new RangeError(
      `writePredictions: columns must name each output, got ${String(columns.length)} names for ${String(width)} outputs`,
    );
  for (const [row, id] of ids.entries()) {
    const values = outputs.data.subarray(row * width, (row + 1) * width);
    yield { id, values, label: format.label === undefined ? undefined : labelOf(values, format) };
  }
}

function labelOf(
  values: Float32Array,
  { columns, threshold }: RowFormat,
): number | string | readonly string[] {
  const nameOf = (output: number): string => columns?.[output] ?? String(output);
  if (values.every((value) => Number.isNaN(value))) return "";
  if (values.length === 1) return Number(values[0] > (threshold ?? 0.5));
  if (threshold === undefined) return nameOf(argMaxOf(values));
  return [...values.keys()].filter((output) => values[output] > threshold).map(nameOf);
}

/** The position of the largest number. NaN is never the largest. */
function argMaxOf(values: Float32Array): number {
  return values.reduce(
    (best, value, at) => (value > values[best] || Number.isNaN(values[best]) ? at : best),
    0,
  );
}
