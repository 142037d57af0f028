import { Variable } from "@tensorflow/tfjs-core";
import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { leavesOf } from "./layerTree.ts";

/**
 * A model's variables, by name.
 *
 * @inline
 */
export type Variables = ReadonlyMap<string, Variable>;

/**
 * The variables that gradients update: the trainable weights of layers that are not frozen.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { trainableVariables } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.batchNormalization({ inputShape: [2], name: "norm", scale: false })] });
 * [...trainableVariables(model).keys()]; // => ["norm/beta"]
 * ```
 */
export function trainableVariables(model: LayersModel): Variables {
  const free = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [] : layer.trainableWeights));
  return filterVariables(model, free);
}

/**
 * Every variable of a model, frozen or not: weights and moving statistics, in a fixed order.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { allVariables } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.batchNormalization({ inputShape: [2], name: "norm", scale: false })] });
 * [...allVariables(model).keys()]; // => ["norm/beta", "norm/moving_mean", "norm/moving_variance"]
 * ```
 */
export function allVariables(model: LayersModel): Variables {
  return nameVariables(leavesOf(model).flatMap(({ layer }) => layer.weights));
}

/**
 * The variables that the forward pass updates: moving statistics of batch normalisation that is not frozen.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { movingVariables } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.batchNormalization({ inputShape: [2], name: "norm", scale: false })] });
 * [...movingVariables(model).keys()]; // => ["norm/moving_mean", "norm/moving_variance"]
 * ```
 */
export function movingVariables(model: LayersModel): Variables {
  const free = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [] : layer.nonTrainableWeights));
  return filterVariables(model, free);
}

/** The variables of a model that are among `weights`, with their names in the whole model. */
function filterVariables(model: LayersModel, weights: readonly LayerVariable[]): Variables {
  const wanted = new Set<unknown>(weights.map((weight) => weight.read()));
  return new Map([...allVariables(model)].filter(([, variable]) => wanted.has(variable)));
}

/**
 * Names variables as the layers name their weights, such as `head/kernel`, which is the same in every process.
 *
 * The names of tfjs's variables depend on how many the process has created. If a nested model repeats a name, the later
 * one is `NAME#2`. A weight that several layers share is listed once.
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
