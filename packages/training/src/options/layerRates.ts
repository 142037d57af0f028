import { finite, isRecord, shown } from "@tensorloom/core/internal";
import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { throwWrongType } from "../batch/throwWrongType.ts";

/**
 * Factors on the learning rate: by patterns of names, or a function of a variable's name.
 *
 * @inline
 */
export type LayerRates = Readonly<Record<string, number>> | ((variable: string) => number);

const MAX_SHOWN = 8;

/**
 * Returns the factor of every variable of a model, frozen or not.
 *
 * A pattern is the name of a variable or of its layer, with `*` for any text. The first one that matches counts; a
 * variable that none matches has a factor of 1.
 *
 * @throws RangeError if a factor is below 0, or a pattern matches no variable; TypeError if it is neither.
 */
export function resolveLayerRates(model: LayersModel, rates: LayerRates): Readonly<Record<string, number>> {
  const names = [...allVariables(model).keys()];
  if (typeof rates === "function")
    return Object.fromEntries(
      names.map((name) => [name, finite(`fit: layerRates(${JSON.stringify(name)})`, rates(name), 0)]),
    );
  if (!isRecord(rates))
    throwWrongType("fit: layerRates", 'factors by pattern such as { "block1*": 0.1 }, or a function', rates);
  const patterns = Object.entries(rates).map(([pattern, factor]) => {
    finite(`fit: layerRates: ${pattern}`, factor, 0);
    const expression = toExpression(pattern);
    if (!names.some((name) => expression.test(name)))
      throw new RangeError(
        `fit: layerRates: ${JSON.stringify(pattern)} matches no variable of ${model.name}; they are ${listNames(names)}`,
      );
    return { expression, factor };
  });
  return Object.fromEntries(
    names.map((name) => [name, patterns.find(({ expression }) => expression.test(name))?.factor ?? 1]),
  );
}

/** The pattern of a variable's whole name, or of its layer's, which ends before a slash. */
function toExpression(pattern: string): RegExp {
  const text = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(`^(?:.*/)?${text}(?:/[^/]*)?$`);
}

function listNames(names: readonly string[]): string {
  const first = names.slice(0, MAX_SHOWN).join(", ");
  return names.length > MAX_SHOWN ? `${first}, … (${shown(names.length)})` : first;
}
