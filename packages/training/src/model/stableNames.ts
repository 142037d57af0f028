import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A name that tfjs makes up: of a class, and how many the process has made, as in `dense_Dense3` or `model2`. */
const AUTOMATIC =
  /\b([a-z][a-z0-9_]*_[A-Z][A-Za-z0-9]*?|functional|input|model|sequential)(\d+)(?![A-Za-z0-9])/g;

/**
 * Creates a function that replaces the numbers in names that tfjs makes up by their order within the model.
 *
 * tfjs counts all layers of the process, so the same model built again has other names: `dense_Dense3` is always
 * `dense_Dense1` here if it is the first of its kind. Any text with such names may be passed.
 */
export function createStableNames(): (text: string) => string {
  const numbers = new Map<string, string>();
  const counts = new Map<string, number>();
  return (text) =>
    text.replaceAll(AUTOMATIC, (name: string, kind: string) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      numbers.set(name, `${kind}${String(count)}`);
      return `${kind}${String(count)}`;
    });
}

/** The same function for what belongs to a model: its variables have their numbers in their order. */
export function stableNamesOf(model: LayersModel): (text: string) => string {
  const stable = createStableNames();
  for (const name of allVariables(model).keys()) stable(name);
  return stable;
}

/** The names of a model's variables that are the same in every process, by the variables' own names. */
export function stableVariableNames(model: LayersModel): ReadonlyMap<string, string> {
  const stable = stableNamesOf(model);
  return new Map([...allVariables(model).keys()].map((name) => [name, stable(name)]));
}
