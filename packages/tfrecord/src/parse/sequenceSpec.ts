import type { Dimensions, DType, ValuesOf } from "./specs/dtype.ts";
import type { FixedLengthSequence, PaddedSequences, SequenceValue } from "./specs/fixedLengthSequence.ts";
import type { Partition } from "./specs/partition.ts";
import type { Ragged, RaggedFeature } from "./specs/ragged.ts";
import type { Sparse, SparseFeature } from "./specs/sparse.ts";
import type { ExampleSpec, Parsed, ParsedBatch } from "./spec.ts";
import type { VariableLength } from "./specs/variableLength.ts";

/**
 * The specs of feature lists by key.
 *
 * @inline
 */
export type SequencesSpec = Readonly<
  Record<string, FixedLengthSequence | VariableLength | SparseFeature | RaggedFeature>
>;

/**
 * The spec of a SequenceExample: the features of its context, and its feature lists.
 *
 * @inline
 */
export interface SequenceExampleSpec<
  C extends ExampleSpec = ExampleSpec,
  S extends SequencesSpec = SequencesSpec,
> {
  readonly context?: C | undefined;
  readonly sequences?: S | undefined;
}

/**
 * The result of a spec for a feature list: `[steps, ...]`.
 *
 * @inline
 */
type ParsedSequence<F extends SequencesSpec[string]> =
  F extends FixedLengthSequence<infer D, infer S, infer A>
    ? SequenceValue<D, S, A>
    : F extends VariableLength<infer D, infer A> | SparseFeature<infer D, infer A>
      ? Sparse<ValuesOf<D, A>>
      : F extends RaggedFeature<infer D extends DType, readonly Partition[], infer A>
        ? Ragged<ValuesOf<D, A>>
        : never;

/**
 * The result of a spec for a batch of feature lists: `[rows, steps, ...]`.
 *
 * @inline
 */
type BatchedSequence<F extends SequencesSpec[string]> =
  F extends FixedLengthSequence<infer D, infer S, infer A>
    ? PaddedSequences<ValuesOf<D, A>, readonly [number, number, ...Dimensions<S>]>
    : ParsedSequence<F>;

/**
 * The result of a spec for a SequenceExample.
 *
 * @inline
 */
export interface ParsedSequenceExample<C extends ExampleSpec, S extends SequencesSpec> {
  readonly context: Parsed<C>;
  readonly sequences: { -readonly [K in keyof S]: ParsedSequence<S[K]> };
}

/**
 * The result of a spec for a batch of SequenceExamples.
 *
 * @inline
 */
export interface ParsedSequenceBatch<C extends ExampleSpec, S extends SequencesSpec> {
  readonly context: ParsedBatch<C>;
  readonly sequences: { -readonly [K in keyof S]: BatchedSequence<S[K]> };
}
