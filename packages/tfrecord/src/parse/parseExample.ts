import { shown } from "@tensorloom/core/internal";
import { toBytes, checkBytes } from "../bytes/toBytes.ts";
import { ExampleError, type ParseIssue } from "../wire/exampleError.ts";
import { FeatureFinder, type FeatureSlot } from "../example/featureFinder.ts";
import { createColumn, featureKeys, type ExampleSpec, type Parsed, type ParsedBatch } from "./spec.ts";
import type { Column } from "./columns/column.ts";

const finders = new WeakMap<ExampleSpec, FeatureFinder>();

/**
 * Parses an Example by a spec. The type of the result is inferred from the spec.
 *
 * A missing feature takes its default; a feature without a list counts as missing. Features that the spec does not name
 * are skipped. Byte strings are views of `data`. Keep a spec in a constant: the parser
 * caches its preparation per spec object.
 *
 * @throws ExampleError that lists everything that does not match the spec.
 * @see tf.io.parse_single_example
 * @example
 * ```ts
 * import { bytes, encodeExample, fixedLength, int64, parseExample } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ image_name: bytes("ISIC_2637011"), target: int64(1) });
 * const parsed = parseExample(example, {
 *   image_name: fixedLength("string"),
 *   target: fixedLength("int64", { as: "number" }),
 * });
 * parsed; // => { image_name: "ISIC_2637011", target: 1 }
 * ```
 */
export function parseExample<const E extends ExampleSpec>(data: Uint8Array, spec: E): Parsed<E> {
  const columns = fillColumns("parseExample", [checkBytes("parseExample: data", data)], spec, false);
  // one value for each key of the spec, of the type that the spec states
  return finishColumns(columns, (column) => column.single()) as Parsed<E>;
}

/**
 * Parses many Examples by a spec into the arrays of a batch.
 *
 * The results have one more dimension, the rows:
 *
 * - `fixedLength`: `{ data, shape: [rows, ...shape] }`
 * - `fixedLengthSequence`: `{ data, shape: [rows, steps, ...shape], lengths }`, padded to the longest
 * - `variableLength` and `sparse`: `{ values, indices, denseShape }`
 * - `ragged`: `{ values, rowSplits }`
 *
 * @throws ExampleError that lists everything that does not match the spec, with the index of each Example in the batch.
 * @see tf.io.parse_example
 * @example
 * ```ts
 * import { encodeExample, fixedLength, float32, parseExamples } from "@tensorloom/tfrecord";
 *
 * const records = [1, 2, 3].map((x) => encodeExample({ point: float32(x, -x) }));
 * const { point } = parseExamples(records, { point: fixedLength("float32", { shape: [2] }) });
 * point; // => { data: new Float32Array([1, -1, 2, -2, 3, -3]), shape: [3, 2] }
 * ```
 */
export function parseExamples<const E extends ExampleSpec>(
  records: readonly Uint8Array[],
  spec: E,
): ParsedBatch<E> {
  const columns = fillColumns("parseExamples", checkRecords("parseExamples", records), spec, true);
  // one value for each key of the spec, of the type that the spec states
  return finishColumns(columns, (column) => column.batch()) as ParsedBatch<E>;
}

/** Throws unless records are an array of bytes; returns them as Uint8Arrays. */
export function checkRecords(name: string, records: readonly Uint8Array[]): readonly Uint8Array[] {
  const input: unknown = records;
  if (!Array.isArray(input)) throw new TypeError(`${name}: records must be an array, got ${shown(input)}`);
  return records.map((record, i) => toBytes(record) ?? checkBytes(`${name}: record ${String(i)}`, record));
}

/** Throws unless a spec is an object. */
export function checkSpec(name: string, spec: unknown): void {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec))
    throw new TypeError(`${name}: spec must be an object, got ${shown(spec)}`);
}

/** A key of a spec and its column. */
interface KeyedColumn {
  readonly key: string;
  readonly column: Column;
}

function fillColumns(
  name: string,
  records: readonly Uint8Array[],
  spec: ExampleSpec,
  numbered: boolean,
): readonly KeyedColumn[] {
  checkSpec(name, spec);
  const finder = cachedFinder(spec);
  const columns = createColumns(spec, finder, records.length);
  const issues: ParseIssue[] = [];
  for (let index = 0; index < records.length; index++) {
    const before = issues.length;
    try {
      finder.find(records[index]);
      addRow(columns, issues);
    } catch (error) {
      collectIssues(issues, error);
    }
    if (numbered) for (let i = before; i < issues.length; i++) issues[i] = { ...issues[i], index };
  }
  if (issues.length > 0) throw new ExampleError(issues);
  return columns;
}

/** Creates the columns of a spec over the slots of its finder. */
export function createColumns(
  spec: ExampleSpec,
  finder: { readonly slots: readonly FeatureSlot[] },
  rows: number,
): readonly KeyedColumn[] {
  const slots = new Map(finder.slots.map((slot) => [slot.key, slot]));
  const slotOf = (key: string): FeatureSlot => {
    const slot = slots.get(key);
    if (slot === undefined) throw new Error(`no slot for the feature ${key}`); // featureKeys and createColumn disagree
    return slot;
  };
  return Object.entries(spec).map(([key, feature]) => ({
    key,
    column: createColumn(key, feature, slotOf, rows),
  }));
}

function cachedFinder(spec: ExampleSpec): FeatureFinder {
  let finder = finders.get(spec);
  if (finder === undefined) finders.set(spec, (finder = new FeatureFinder(featureKeys(spec))));
  return finder;
}

/** Returns the results of the columns by key; throws the issues that are found only at the end. */
function finishColumns(
  columns: readonly KeyedColumn[],
  finish: (column: Column) => unknown,
): Record<string, unknown> {
  const issues: ParseIssue[] = [];
  const results: (readonly [string, unknown])[] = [];
  for (const { key, column } of columns) {
    try {
      results.push([key, finish(column)]);
    } catch (error) {
      collectIssues(issues, error);
    }
  }
  if (issues.length > 0) throw new ExampleError(issues);
  return Object.fromEntries(results);
}

/** Appends the next row to each column and collects the issues. */
export function addRow(columns: readonly KeyedColumn[], issues: ParseIssue[]): void {
  for (const { column } of columns) {
    try {
      column.add(issues);
    } catch (error) {
      collectIssues(issues, error);
    }
  }
}

/** Adds the issues of an ExampleError; rethrows other errors. */
export function collectIssues(issues: ParseIssue[], error: unknown): void {
  if (!(error instanceof ExampleError)) throw error;
  for (const one of error.issues) issues.push(one);
}
