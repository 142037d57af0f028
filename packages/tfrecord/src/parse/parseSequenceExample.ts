import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { checkBytes } from "../bytes/toBytes.ts";
import type { Column } from "./columns/column.ts";
import { ExampleError, type ParseIssue } from "../wire/exampleError.ts";
import { missingFeature } from "./specs/parseIssues.ts";
import {
  addRow,
  createColumns,
  collectIssues,
  parseExample,
  parseExamples,
  checkRecords,
  checkSpec,
} from "./parseExample.ts";
import { flattenSteps, groupSteps } from "./sequenceBatch.ts";
import { SequenceFinder } from "../example/sequenceFinder.ts";
import type {
  ParsedSequenceBatch,
  ParsedSequenceExample,
  SequenceExampleSpec,
  SequencesSpec,
} from "./sequenceSpec.ts";
import { featureKeys, type ExampleSpec } from "./spec.ts";

const KNOWN: OptionKinds<SequenceExampleSpec> = { context: "object", sequences: "object" };

/**
 * Parses a SequenceExample by a spec. The type of the result is inferred from the spec.
 *
 * The first dimension of a feature list's result is its steps. `fixedLengthSequence` has `shape` at each step,
 * `variableLength` and `sparse` return a sparse array, and `ragged` returns a ragged one.
 *
 * @throws ExampleError that lists everything that does not match the spec.
 * @see tf.io.parse_single_sequence_example
 * @example
 * ```ts
 * import { encodeSequenceExample, fixedLength, float32, int64, parseSequenceExample, ragged } from "@tensorloom/tfrecord";
 *
 * const bytes = encodeSequenceExample({ context: { id: int64(12) }, featureLists: { ratings: [float32(4.5), float32(5, 1)] } });
 * const { context, sequences } = parseSequenceExample(bytes, {
 *   context: { id: fixedLength("int64") },
 *   sequences: { ratings: ragged("float32") },
 * });
 * [context.id, ...sequences.ratings.rowSplits]; // => [12n, new Int32Array([0, 1, 3])]
 * ```
 */
export function parseSequenceExample<const C extends ExampleSpec, const S extends SequencesSpec>(
  data: Uint8Array,
  spec: SequenceExampleSpec<C, S>,
): ParsedSequenceExample<C, S> {
  const bytes = checkBytes("parseSequenceExample: data", data);
  checkSequenceSpec("parseSequenceExample", spec);
  // one value for each key of the spec, of the type that the spec states
  return parseWith(
    [bytes],
    spec,
    (context) => parseExample(bytes, context),
    flattenSteps,
  ) as ParsedSequenceExample<C, S>;
}

/**
 * Parses many SequenceExamples by a spec into the arrays of a batch.
 *
 * The results have one more dimension, the rows. `fixedLengthSequence` pads to the longest sequence.
 *
 * @throws ExampleError that lists everything that does not match the spec, with the index of each Example in the batch.
 * @see tf.io.parse_sequence_example
 * @example
 * ```ts
 * import { encodeSequenceExample, fixedLengthSequence, float32, parseSequenceExamples } from "@tensorloom/tfrecord";
 *
 * const records = [[1], [2, 3]].map((steps) => encodeSequenceExample({ featureLists: { x: steps.map((one) => float32(one)) } }));
 * const { x } = parseSequenceExamples(records, { sequences: { x: fixedLengthSequence("float32") } }).sequences;
 * [x.shape, x.data, x.lengths]; // => [[2, 2], new Float32Array([1, 0, 2, 3]), new Int32Array([1, 2])]
 * ```
 */
export function parseSequenceExamples<const C extends ExampleSpec, const S extends SequencesSpec>(
  records: readonly Uint8Array[],
  spec: SequenceExampleSpec<C, S>,
): ParsedSequenceBatch<C, S> {
  const all = checkRecords("parseSequenceExamples", records);
  checkSequenceSpec("parseSequenceExamples", spec);
  // one value for each key of the spec, of the type that the spec states
  return parseWith(all, spec, (context) => parseExamples(all, context), groupSteps) as ParsedSequenceBatch<
    C,
    S
  >;
}

function checkSequenceSpec(name: string, spec: SequenceExampleSpec): void {
  checkSpec(name, spec);
  checkOptions<SequenceExampleSpec>(name, spec, KNOWN);
}

type Together = (column: Column, spec: SequencesSpec[string], stepsOf: readonly number[]) => unknown;

function parseWith(
  records: readonly Uint8Array[],
  spec: SequenceExampleSpec,
  parseContext: (context: ExampleSpec) => unknown,
  together: Together,
): { context: unknown; sequences: Record<string, unknown> } {
  const issues: ParseIssue[] = [];
  const sequences: (readonly [string, unknown])[] = [];
  let context: unknown;
  try {
    context = parseContext(spec.context ?? {});
  } catch (error) {
    collectIssues(issues, error);
  }
  for (const [key, one] of Object.entries(spec.sequences ?? {})) {
    const before = issues.length;
    const { column, stepsOf } = readSequence(records, key, one, issues, together === groupSteps);
    if (issues.length === before) sequences.push([key, together(column, one, stepsOf)]);
  }
  if (issues.length > 0) throw new ExampleError(issues);
  return { context, sequences: Object.fromEntries(sequences) };
}

/** Reads a feature list: every step of every record is a row of one column. */
function readSequence(
  records: readonly Uint8Array[],
  key: string,
  spec: SequencesSpec[string],
  issues: ParseIssue[],
  numbered: boolean,
): { column: Column; stepsOf: readonly number[] } {
  const keys = featureKeys({ [key]: spec });
  const finder = new SequenceFinder(keys);
  const columns = createColumns({ [key]: atEachStep(spec) }, finder, 0);
  const stepsOf = records.map((record, index) => {
    let step = 0;
    const found: ParseIssue[] = [];
    try {
      finder.find(record);
      if ("required" in spec && spec.required && !finder.has(key))
        found.push(missingFeature(key, spec.dtype));
      for (; finder.next(keys); step++) {
        const before = found.length;
        addRow(columns, found);
        for (let i = before; i < found.length; i++) found[i] = { ...found[i], step };
      }
    } catch (error) {
      collectIssues(found, error);
    }
    for (const one of found) issues.push(numbered ? { ...one, index } : one);
    return step;
  });
  return { column: columns[0].column, stepsOf };
}

/** The spec of one step: a sequence has a fixed number of values at each step, and no step is missing. */
function atEachStep(spec: SequencesSpec[string]): ExampleSpec[string] {
  if (spec.method !== "fixedLengthSequence") return spec;
  const { dtype, shape, as } = spec;
  return { method: "fixedLength", dtype, shape, as, default: undefined };
}
