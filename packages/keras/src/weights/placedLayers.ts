import { type layers, LayersModel, type LayerVariable } from "@tensorflow/tfjs-layers";
import type { KerasLayer } from "../topology/kerasLayer.ts";
import { isOperation } from "../topology/operations.ts";

/** A layer without layers inside it, and the group of a Keras 3 weights file that holds its weights. */
export interface PlacedLayer {
  /** `layers/conv2d_1`, or `layers/bidirectional/forward_layer/cell`. */
  readonly group: string;
  readonly name: string;
  readonly variables: readonly LayerVariable[];
}

/** A layer of a file, and the group that holds its weights. */
export interface KerasGroup {
  readonly layer: KerasLayer;
  readonly group: string;
}

/**
 * Lists the layers of a model with the groups of their weights in Keras 3's layout.
 *
 * Groups are named by class, with a number for each further layer of the class in a model.
 *
 * @param tree - Keras's description of the same model.
 * @see keras/src/saving/saving_lib.py, _save_state and _save_container_state
 */
export function* placedLayers(
  model: LayersModel,
  tree: KerasLayer,
  container: string,
): Generator<PlacedLayer> {
  const groups = new Map(groupsIn(tree, container).map(({ layer, group }) => [layer, group]));
  yield* placed(model, tree, "", groups);
}

function* placed(
  live: layers.Layer,
  tree: KerasLayer,
  group: string,
  groups: ReadonlyMap<KerasLayer, string>,
): Generator<PlacedLayer> {
  for (const [inner, description] of pairsInside(live, tree))
    yield* placed(inner, description, groups.get(description) ?? "", groups);
  const cell = cellOf(live);
  if (cell !== undefined && !tree.inside.has("cell"))
    yield { group: `${group}/cell`, name: cell.name, variables: cell.weights };
  const isLeaf =
    cell === undefined && tree.layers === undefined && tree.inside.size === 0 && tree.cells.length === 0;
  if (isLeaf) yield { group, name: live.name, variables: live.weights };
}

/** The layers directly inside a model, wrapper or recurrent layer, with their descriptions. */
function pairsInside(live: layers.Layer, tree: KerasLayer): readonly (readonly [layers.Layer, KerasLayer])[] {
  if (live instanceof LayersModel) {
    const byName = new Map(live.layers.map((layer) => [layer.name, layer]));
    return (tree.layers ?? []).flatMap((one) => {
      const layer = byName.get(one.name);
      return layer === undefined ? [] : [[layer, one] as const];
    });
  }
  const cells = tree.cells.map((one, at) => [cellsOf(live)[at], one] as const);
  const [wrapped, backward, cell] = ["layer", "backward_layer", "cell"].map((option) =>
    tree.inside.get(option),
  );
  const pairs = [
    [innerLayer(live, "forwardLayer") ?? innerLayer(live, "layer"), wrapped],
    [innerLayer(live, "backwardLayer"), backward],
    [cellOf(live), cell],
    ...cells,
  ] as const;
  return pairs.flatMap(([layer, one]) =>
    layer === undefined || one === undefined ? [] : [[layer, one] as const],
  );
}

/** A layer that tfjs keeps in a private field. */
function innerLayer(live: layers.Layer, field: string): layers.Layer | undefined {
  return (live as unknown as Readonly<Record<string, layers.Layer | undefined>>)[field];
}

function cellOf(live: layers.Layer): layers.Layer | undefined {
  return innerLayer(live, "cell");
}

function cellsOf(live: layers.Layer): readonly layers.Layer[] {
  return "cells" in live ? (live.cells as readonly layers.Layer[]) : []; // of StackedRNNCells
}

/**
 * Lists the layers of a description with their groups, those inside others too.
 *
 * @param container - The name of the group of a model's layers: `layers`.
 */
export function groupsIn(tree: KerasLayer, container: string): readonly KerasGroup[] {
  const shared = new Map<number, string>();
  return [...walk(tree, "", container)].map(({ layer, group }) => {
    if (layer.sharedId === undefined) return { layer, group };
    const first = shared.get(layer.sharedId) ?? group; // a shared layer is stored once
    shared.set(layer.sharedId, first);
    return { layer, group: first };
  });
}

function* walk(tree: KerasLayer, group: string, container: string): Generator<KerasGroup> {
  yield { layer: tree, group };
  const inside = group === "" ? "" : `${group}/`;
  yield* walkAll(
    tree.layers?.filter((one) => !isOperation(one)) ?? [],
    `${inside}${container}`,
    container,
    tree.className === "Sequential",
  );
  yield* walkAll(tree.cells, `${inside}cells`, container, false);
  for (const [option, layer] of tree.inside)
    yield* walk(layer, `${inside}${insideName(tree, option)}`, container);
}

function* walkAll(
  all: readonly KerasLayer[],
  group: string,
  container: string,
  isSequential: boolean,
): Generator<KerasGroup> {
  const used = new Map<string, number>();
  for (const layer of all) {
    if (isSequential && layer.className === "InputLayer") continue; // not one of its layers
    const kind = snakeCase(layer.className);
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    yield* walk(layer, `${group}/${kind}${count === 0 ? "" : `_${String(count)}`}`, container);
  }
}

function insideName({ className }: KerasLayer, option: string): string {
  return className === "Bidirectional" && option === "layer" ? "forward_layer" : option;
}

/** Keras's spelling: `SeparableConv2D` becomes `separable_conv2d`. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
