import { FileProblem } from "../errors/fileProblem.ts";
import type { StoredWeight as Weight } from "../hdf5/readNumbers.ts";

/** A weight and its path: `[…models, layer, kind]`. */
export type Placed = readonly [path: readonly string[], weight: Weight];

/**
 * Names weights `layer/kind`, with as many model names in front as make them unique.
 *
 * Layers with the same name and values count as one: the legacy layout repeats layers that several models share.
 *
 * @example
 * ```ts
 * import { uniqueNames } from "@tensorloom/keras/internal";
 *
 * const weight = (value: number) => ({ data: Float32Array.of(value), shape: [1] });
 * const named = uniqueNames([
 *   [["left", "dense", "bias"], weight(1)],
 *   [["right", "dense", "bias"], weight(2)],
 *   [["head", "bias"], weight(3)],
 * ]);
 * [...named.keys()]; // => ["left/dense/bias", "right/dense/bias", "head/bias"]
 * ```
 */
export function uniqueNames(placed: readonly Placed[]): ReadonlyMap<string, Weight> {
  const byLayer = new Map<string, Placed[]>();
  for (const one of placed) {
    const layer = one[0].slice(0, -1).at(-1) ?? "";
    const all = byLayer.get(layer);
    if (all === undefined) byLayer.set(layer, [one]);
    else all.push(one);
  }
  const weights = new Map<string, Weight>();
  for (const all of byLayer.values()) {
    const isOne = all.every(([path, weight]) => isSame(weight, firstOfKind(path, all)));
    for (const [path, weight] of all) weights.set(isOne ? nameOf(path, 2) : uniqueName(path, all), weight);
  }
  return weights;
}

/** The first weight of the same kind. */
function firstOfKind(path: readonly string[], all: readonly Placed[]): Weight | undefined {
  return all.find(([other]) => other.at(-1) === path.at(-1))?.[1];
}

function uniqueName(path: readonly string[], all: readonly Placed[]): string {
  for (let parts = 3; parts <= path.length; parts++) {
    const name = nameOf(path, parts);
    if (all.filter(([other]) => nameOf(other, parts) === name).length === 1) return name;
  }
  throw new FileProblem(`has two weights named ${path.join("/")}`);
}

function nameOf(path: readonly string[], parts: number): string {
  return path.slice(-parts).join("/");
}

function isSame(a: Weight, b: Weight | undefined): boolean {
  return String(a.shape) === String(b?.shape) && a.data.every((number, at) => number === b?.data[at]);
}
