import { LayersModel, type layers, type LayerVariable } from "@tensorflow/tfjs-layers";

/** Names that files use instead of the model's. */
const ALIASES: readonly (readonly [model: RegExp, file: string])[] = [
  [/\/depthwise_kernel$/, "/kernel"], // Keras 3
  [/(^|\/)predictions\//, "$1probs/"], // qubvel/efficientnet
];

/**
 * Lists the names that a file may use for each weight of a model, the most specific first.
 *
 * These are `layer/kind`, the same with the names of the enclosing models in front, and `layer/0`, the weight's number,
 * for files that do not store the kind.
 */
export function candidateNames(model: LayersModel): ReadonlyMap<LayerVariable, readonly string[]> {
  const names = new Map<LayerVariable, string[]>();
  collect(model.layers, [], names);
  return names;
}

function collect(
  all: readonly layers.Layer[],
  models: readonly string[],
  names: Map<LayerVariable, string[]>,
): void {
  for (const layer of all) {
    if (layer instanceof LayersModel) collect(layer.layers, [...models, layer.name], names);
    else
      for (const [number, weight] of layer.weights.entries()) {
        const before = names.get(weight) ?? []; // of a layer that two models share
        names.set(weight, [...namesOf(weight.originalName, number, models), ...before]);
      }
  }
}

function namesOf(name: string, number: number, models: readonly string[]): readonly string[] {
  const own = [
    name,
    ...ALIASES.filter(([model]) => model.test(name)).map(([model, file]) => name.replace(model, file)),
    `${name.slice(0, name.lastIndexOf("/"))}/${String(number)}`,
  ];
  return [...models.keys(), models.length].flatMap((from) =>
    own.map((end) => [...models.slice(from), end].join("/")),
  );
}
