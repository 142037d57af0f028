import type { ValuesOf } from "./dtype.ts";
import { ExampleError, type Misfit } from "./exampleError.ts";
import { FeatureFinder } from "./featureFinder.ts";
import { defaultValues, kindMisfit, missingMisfit, valuesOf } from "./featureValues.ts";
import { sizeOf, type FixedLength, type FixedValue } from "./fixedLength.ts";
import type { VariableLength } from "./variableLength.ts";

/** How one feature is read. */
export type FeatureSpec = FixedLength | VariableLength;

/** How the features of an Example are read, by key. */
export type ExampleSpec = Readonly<Record<string, FeatureSpec>>;

/** What a spec makes of a feature. */
export type ParsedFeature<F extends FeatureSpec> =
  F extends FixedLength<infer D, infer S, infer A>
    ? FixedValue<D, S, A>
    : F extends VariableLength<infer D, infer A>
      ? ValuesOf<D, A>
      : never;

/** What a spec makes of an Example. */
export type Parsed<E extends ExampleSpec> = { -readonly [K in keyof E]: ParsedFeature<E[K]> };

const finders = new WeakMap<ExampleSpec, FeatureFinder>();

/**
 * Reads the features that a spec names from the bytes of an Example. The result's type follows from the spec.
 *
 * A missing feature takes its default; a feature without a list counts as missing; features that the spec does not name
 * are passed over. Byte strings are views of `data`.
 *
 * @throws ExampleError that lists everything that does not fit.
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
  let finder = finders.get(spec);
  if (finder === undefined) finders.set(spec, (finder = new FeatureFinder(Object.keys(spec))));
  finder.find(data);
  const misfits: Misfit[] = [];
  const parsed: Record<string, unknown> = {};
  for (const [key, feature] of Object.entries(spec)) {
    try {
      parsed[key] = readFeature(finder, key, feature, misfits);
    } catch (error) {
      if (!(error instanceof ExampleError)) throw error;
      misfits.push(...error.misfits);
    }
  }
  if (misfits.length > 0) throw new ExampleError(misfits);
  return parsed as Parsed<E>; // one value for each key of the spec, made by what the spec says
}

function readFeature(finder: FeatureFinder, key: string, spec: FeatureSpec, misfits: Misfit[]): unknown {
  const list = finder.list(key);
  const wrong = list === undefined ? undefined : kindMisfit(key, list, spec.dtype);
  if (wrong !== undefined) return misfits.push(wrong);
  if (spec.method === "variableLength") {
    return list === undefined
      ? defaultValues([], spec.dtype, spec.as)
      : valuesOf(key, list, spec.dtype, spec.as);
  }
  if (list === undefined) {
    if (spec.default === undefined) return misfits.push(missingMisfit(key, spec.dtype));
    return shaped(defaultValues(spec.default, spec.dtype, spec.as), spec.shape);
  }
  const values = valuesOf(key, list, spec.dtype, spec.as);
  const size = sizeOf(spec.shape);
  if (values.length === size) return shaped(values, spec.shape);
  const what = `(data type: ${spec.dtype}) holds ${String(values.length)} values, but shape [${spec.shape.join(", ")}] takes ${String(size)}.`;
  return misfits.push({ kind: "count", feature: key, what });
}

function shaped(values: ArrayLike<unknown>, shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0];
  return shape.length === 1 ? values : { data: values, shape };
}
