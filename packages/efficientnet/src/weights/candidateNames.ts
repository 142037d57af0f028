import { LayersModel, type layers, type LayerVariable } from "@tensorflow/tfjs-layers";

/** Names under which files know a weight of the model. */
const ALIASES: readonly (readonly [model: RegExp, file: string])[] = [
  [/\/depthwise_kernel$/, "/kernel"], // Keras 3
  [/(^|\/)predictions\//, "$1probs/"], // qubvel/efficientnet
];

/**
 * The names by which a file may know each weight of a model, the most precise first.
 *
 * They are `layer/kind`, before it the names of the models that hold the layer, and `layer/0`, the weight's number, if a
 * file does not say the kind.
 */
export function namesInFiles(model: LayersModel): ReadonlyMap<LayerVariable, readonly string[]> {
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
        const before = names.get(weight) ?? []; // of a layer that is in two models
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
