import { tensor } from "@tensorflow/tfjs-core";
import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { NamedWeights, Weight } from "./namedWeights.ts";
import { namesInFiles } from "./candidateNames.ts";
import { WeightsError, type Misfit } from "./weightsError.ts";

/** What to leave alone. */
export interface LoadWeightsOptions {
  /** Layers of the model that keep what they hold, whatever the weights say: a classifier for other classes. */
  readonly except?: readonly string[];
}

const KNOWN: OptionKinds<LoadWeightsOptions> = { except: "object" };

/**
 * Layers that a file may hold beyond the model's. Keras's preprocessing is in the model by name, not by weight (in its
 * files `variance` holds the deviation); a classifier has no place in a network without top.
 */
const UNNEEDED = /^(normalization|rescaling|predictions|probs)(_\d+)?\//;

/**
 * Puts weights into a model by name; if one does not fit, none is changed.
 *
 * Two layers of inner models may have the same name: a file's name with the models' names before it goes first.
 *
 * @param model - An EfficientNet, or any tfjs model whose layers bear the weights' names.
 * @param weights - From `readWeights`, or made by hand.
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
  const wanted = model.weights.filter(({ originalName }) => !except.has(layerOf(originalName)));
  const pairs: (readonly [LayerVariable, Weight])[] = [];
  const misfits: Misfit[] = [];
  const used = new Set<string>();
  const known = namesInFiles(model);
  for (const variable of new Set(wanted)) {
    const expected = sizes(variable);
    const names = known.get(variable) ?? [];
    const found = names.find((candidate) => weights.has(candidate));
    const name = nameIn(model, variable, names);
    const weight = found === undefined ? undefined : weights.get(found);
    if (found !== undefined) used.add(found);
    if (weight === undefined) misfits.push({ name, problem: "missing", expected, got: undefined });
    else if (String(shapeOf(weight)) !== String(expected))
      misfits.push({ name, problem: "shape", expected, got: shapeOf(weight) });
    else if (weight.data.every(Number.isFinite)) pairs.push([variable, weight]);
    else
      misfits.push({
        name,
        problem: "notFinite",
        expected,
        got: shapeOf(weight),
      });
  }
  for (const [name, { shape }] of weights) {
    if (used.has(name) || UNNEEDED.test(name) || except.has(layerOf(name))) continue;
    misfits.push({
      name,
      problem: "unexpected",
      expected: undefined,
      got: shape,
    });
  }
  if (misfits.length > 0) throw new WeightsError(model.name, misfits);
  for (const [variable, weight] of pairs) assign(variable, weight);
}

/** A weight's name in messages: with its models' names if another weight has the same. */
function nameIn(model: LayersModel, { originalName }: LayerVariable, names: readonly string[]): string {
  const isTwice = new Set(model.weights.filter((other) => other.originalName === originalName)).size > 1;
  return isTwice ? (names[0] ?? originalName) : originalName;
}

function assign(variable: LayerVariable, { data, shape }: Weight): void {
  const value = tensor(data, [...shape]);
  variable.write(value);
  value.dispose();
}

/** The shape that a weight states, if its numbers fill it; else how many there are. */
function shapeOf({ data, shape }: Weight): readonly number[] {
  return shape.reduce((a, b) => a * b, 1) === data.length ? shape : [data.length];
}

/** A variable's shape: all its sides are known, which its type cannot say. */
function sizes(variable: LayerVariable): readonly number[] {
  return variable.shape.map((side) => side ?? 0);
}

function layerOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}
