import { Variable } from "@tensorflow/tfjs-core";
import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/**
 * Variables by name.
 *
 * @inline
 */
export type Variables = ReadonlyMap<string, Variable>;

/** The variables that training may change, by name: those of layers that are not frozen. */
export function trainableVariables(model: LayersModel): Variables {
  const free = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [] : layer.trainableWeights));
  return filterVariables(model, free);
}

/** Every variable of a model, by name: weights, and the statistics of its normalisation. Frozen or not, in one order. */
export function allVariables(model: LayersModel): Variables {
  return nameVariables(leavesOf(model).flatMap(({ layer }) => layer.weights));
}

/** The variables that a training step moves by itself, without gradients: statistics of normalisation that is not frozen. */
export function movingVariables(model: LayersModel): Variables {
  const free = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [] : layer.nonTrainableWeights));
  return filterVariables(model, free);
}

/** Those of a model's variables that are among `weights`, under the names that they have among all. */
function filterVariables(model: LayersModel, weights: readonly LayerVariable[]): Variables {
  const wanted = new Set<unknown>(weights.map((weight) => weight.read()));
  return new Map([...allVariables(model)].filter(([, variable]) => wanted.has(variable)));
}

/**
 * The names that the layers gave (`head/kernel`), which are the same in every process; tfjs's own names are numbered by
 * how many variables the process has made. Where a nested model repeats a name, the later one is `NAME#2`. A weight that
 * several layers share is there once.
 */
function nameVariables(weights: readonly LayerVariable[]): Variables {
  const variables = new Map<string, Variable>();
  for (const weight of new Set(weights)) {
    const variable: unknown = weight.read();
    if (!(variable instanceof Variable)) throw new TypeError(`weight ${weight.name} must be a tf.Variable`);
    let name = weight.originalName;
    for (let copy = 2; variables.has(name); copy++) name = `${weight.originalName}#${String(copy)}`;
    variables.set(name, variable as Variable); // the class has one type parameter, the rank, which is not known here
  }
  return variables;
}
