import type { Column } from "./columns/column.ts";
import type { DType, Shaped, ValuesOf, Dimensions } from "./specs/dtype.ts";
import type { FeatureSlot } from "../example/featureFinder.ts";
import { fixedColumn } from "./columns/fixedColumn.ts";
import type { FixedLength, FixedValue } from "./specs/fixedLength.ts";
import type { FixedLengthSequence, PaddedSequences, SequenceValue } from "./specs/fixedLengthSequence.ts";
import type { Partition } from "./specs/partition.ts";
import type { Ragged, RaggedFeature, RaggedValue } from "./specs/ragged.ts";
import { raggedColumn } from "./columns/raggedColumn.ts";
import { sequenceColumn } from "./columns/sequenceColumn.ts";
import type { Sparse, SparseFeature } from "./specs/sparse.ts";
import { sparseColumn } from "./columns/sparseColumn.ts";
import { variableColumn } from "./columns/variableColumn.ts";
import type { VariableLength } from "./specs/variableLength.ts";

/**
 * The spec of one feature.
 *
 * @inline
 */
export type FeatureSpec = FixedLength | FixedLengthSequence | VariableLength | SparseFeature | RaggedFeature;

/**
 * The specs of an Example's features by key.
 *
 * @example
 * ```ts
 * import { encodeExample, type ExampleSpec, fixedLength, int64, parseExample } from "@tensorloom/tfrecord";
 *
 * const keys: readonly string[] = ["target", "age"]; // known only when the program runs
 * const spec: ExampleSpec = Object.fromEntries(keys.map((key) => [key, fixedLength("int64", { as: "number" })]));
 * parseExample(encodeExample({ target: int64(1), age: int64(45) }), spec); // => { target: 1, age: 45 }
 * ```
 */
export type ExampleSpec = Readonly<Record<string, FeatureSpec>>;

/**
 * The result of a feature spec for one Example.
 *
 * @inline
 */
type ParsedFeature<F extends FeatureSpec> =
  F extends FixedLength<infer D, infer S, infer A>
    ? FixedValue<D, S, A>
    : F extends FixedLengthSequence<infer D, infer S, infer A>
      ? SequenceValue<D, S, A>
      : F extends VariableLength<infer D, infer A>
        ? ValuesOf<D, A>
        : F extends SparseFeature<infer D, infer A>
          ? Sparse<ValuesOf<D, A>>
          : F extends RaggedFeature<infer D extends DType, infer P extends readonly Partition[], infer A>
            ? RaggedValue<D, P, A>
            : never;

/**
 * The result of a feature spec for a batch.
 *
 * @inline
 */
type BatchedFeature<F extends FeatureSpec> =
  F extends FixedLength<infer D, infer S, infer A>
    ? Shaped<ValuesOf<D, A>, readonly [number, ...Dimensions<S>]>
    : F extends FixedLengthSequence<infer D, infer S, infer A>
      ? PaddedSequences<ValuesOf<D, A>, readonly [number, number, ...Dimensions<S>]>
      : F extends VariableLength<infer D, infer A>
        ? Sparse<ValuesOf<D, A>>
        : F extends SparseFeature<infer D, infer A>
          ? Sparse<ValuesOf<D, A>>
          : F extends RaggedFeature<infer D extends DType, readonly Partition[], infer A>
            ? Ragged<ValuesOf<D, A>>
            : never;

/**
 * The result of {@link parseExample} for a spec.
 *
 * @example
 * ```ts
 * import { encodeExample, fixedLength, int64, parseExample, type Parsed } from "@tensorloom/tfrecord";
 *
 * const spec = { target: fixedLength("int64", { as: "number" }) };
 * const isPositive = ({ target }: Parsed<typeof spec>): boolean => target === 1;
 * isPositive(parseExample(encodeExample({ target: int64(1) }), spec)); // => true
 * ```
 */
export type Parsed<E extends ExampleSpec> = { -readonly [K in keyof E]: ParsedFeature<E[K]> };

/**
 * The result of {@link parseExamples} for a spec.
 *
 * @example
 * ```ts
 * import { encodeExample, fixedLength, int64, parseExamples, type ParsedBatch } from "@tensorloom/tfrecord";
 *
 * const spec = { target: fixedLength("int64", { as: "number" }) };
 * const countRows = ({ target }: ParsedBatch<typeof spec>): number => target.shape[0];
 * countRows(parseExamples([encodeExample({ target: int64(1) })], spec)); // => 1
 * ```
 */
export type ParsedBatch<E extends ExampleSpec> = { -readonly [K in keyof E]: BatchedFeature<E[K]> };

/** Lists the keys of all features that a spec reads. */
export function featureKeys(spec: ExampleSpec): readonly string[] {
  return Object.entries(spec).flatMap(([key, feature]) => {
    if (feature.method === "sparse") return [...feature.indexKeys, feature.valueKey];
    if (feature.method !== "ragged") return [key];
    const partitions = feature.partitions.flatMap((one) =>
      one.rule === "uniformRowLength" ? [] : [one.key],
    );
    return [feature.valueKey ?? key, ...partitions];
  });
}

/** Creates the column of a feature spec. */
export function createColumn(
  key: string,
  spec: FeatureSpec,
  slots: (key: string) => FeatureSlot,
  rows: number,
): Column {
  switch (spec.method) {
    case "fixedLength":
      return fixedColumn(spec, slots(key), rows);
    case "fixedLengthSequence":
      return sequenceColumn(spec, slots(key), rows);
    case "variableLength":
      return variableColumn(spec, slots(key), rows);
    case "sparse":
      return sparseColumn(spec, slots, rows);
    case "ragged":
      return raggedColumn(spec, key, slots, rows);
  }
}
