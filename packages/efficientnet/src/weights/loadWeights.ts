import { tensor } from "@tensorflow/tfjs-core";
import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds, sizeOf } from "@tensorloom/core/internal";
import type { NamedWeights, Weight } from "./namedWeights.ts";
import { candidateNames } from "./candidateNames.ts";
import { WeightsError, type WeightIssue } from "./weightsError.ts";

/**
 * Options of {@link loadWeights}.
 *
 * @inline
 */
export interface LoadWeightsOptions {
  /** Layers of the model that keep their values: a classifier for other classes. */
  readonly except?: readonly string[] | undefined;
}

const KNOWN: OptionKinds<LoadWeightsOptions> = { except: "object" };

/**
 * Layers of a file that a model may lack. Preprocessing has constants in the model (Keras's files store the deviation as
 * `variance`), and a network without top has no classifier.
 */
const IGNORED = /^(normalization|rescaling|predictions|probs)(_\d+)?\//;

/**
 * Loads weights into a model by name; if one does not fit, none is changed.
 *
 * If layers of two inner models have the same name, names with the model's name in front take precedence.
 *
 * @param model - An EfficientNet, or any tfjs model whose layers have the weights' names.
 * @param weights - From `readWeights`, or a map of your own.
 * @throws WeightsError that lists every weight that is missing, unexpected or of another shape.
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { loadWeights } from "@tensorloom/efficientnet";
 *
 * const model = sequential({ layers: [layers.dense({ name: "head", units: 1, inputShape: [2] })] });
 * loadWeights(
 *   model,
 *   new Map([
 *     ["head/kernel", { data: Float32Array.of(0.5, 2), shape: [2, 1] }],
 *     ["head/bias", { data: Float32Array.of(1), shape: [1] }],
 *   ]),
 * );
 * model.layers[0].getWeights()[0].dataSync(); // => Float32Array.of(0.5, 2)
 * ```
 */
export function loadWeights(
  model: LayersModel,
  weights: NamedWeights,
  options: LoadWeightsOptions = {},
): void {
  const except = new Set(checkOptions("loadWeights", options, KNOWN).except);
  const wanted = model.weights.filter(({ originalName }) => !except.has(layerNameOf(originalName)));
  const pairs: (readonly [LayerVariable, Weight])[] = [];
  const issues: WeightIssue[] = [];
  const used = new Set<string>();
  const known = candidateNames(model);
  for (const variable of new Set(wanted)) {
    const expected = shapeOfVariable(variable);
    const names = known.get(variable) ?? [];
    const found = names.find((candidate) => weights.has(candidate));
    const name = displayName(model, variable, names);
    const weight = found === undefined ? undefined : weights.get(found);
    if (found !== undefined) used.add(found);
    if (weight === undefined) issues.push({ name, problem: "missing", expected, got: undefined });
    else if (String(shapeOfWeight(weight)) !== String(expected))
      issues.push({ name, problem: "shape", expected, got: shapeOfWeight(weight) });
    else if (weight.data.every(Number.isFinite)) pairs.push([variable, weight]);
    else
      issues.push({
        name,
        problem: "notFinite",
        expected,
        got: shapeOfWeight(weight),
      });
  }
  for (const [name, { shape }] of weights) {
    if (used.has(name) || IGNORED.test(name) || except.has(layerNameOf(name))) continue;
    issues.push({
      name,
      problem: "unexpected",
      expected: undefined,
      got: shape,
    });
  }
  if (issues.length > 0) throw new WeightsError(model.name, issues);
  for (const [variable, weight] of pairs) assignWeight(variable, weight);
}

/** A weight's name in messages: with the names of its models if another weight has the same name. */
function displayName(model: LayersModel, { originalName }: LayerVariable, names: readonly string[]): string {
  const isTwice = new Set(model.weights.filter((other) => other.originalName === originalName)).size > 1;
  return isTwice ? (names[0] ?? originalName) : originalName;
}

function assignWeight(variable: LayerVariable, { data, shape }: Weight): void {
  const value = tensor(data, [...shape]);
  variable.write(value);
  value.dispose();
}

/** A weight's declared shape if its data fills it, else the length of its data. */
function shapeOfWeight({ data, shape }: Weight): readonly number[] {
  return sizeOf(shape) === data.length ? shape : [data.length];
}

/** A variable's shape: its type allows open sides, but a weight has none. */
function shapeOfVariable(variable: LayerVariable): readonly number[] {
  return variable.shape.map((side) => side ?? 0);
}

function layerNameOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}
