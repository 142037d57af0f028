import { closest, shapeText } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LayerStep } from "./layerSteps.ts";

/**
 * Chooses the layer whose output is explained: the named one, or the last with a 4-D output of more than one pixel.
 *
 * @param name - Its name, or its path in the models around it: `backbone/top_activation`.
 * @throws RangeError if no layer has the name, if several have the name, or if its output is not a stack of feature maps.
 */
export function chooseLayer(
  caller: string,
  model: LayersModel,
  steps: readonly LayerStep[],
  name: string | undefined,
): LayerStep {
  const maps = steps.filter(({ shape }) => shape.length === 4);
  const found = name === undefined ? maps.filter(hasPixels).at(-1) : namedStep(caller, model, steps, name);
  if (found === undefined)
    throw new RangeError(
      `${caller}: ${model.name} has no layer with an output [batch, height, width, channels]: use a convolutional model`,
    );
  if (found.shape.length !== 4)
    throw new RangeError(
      `${caller}: layer ${found.path} must have an output [batch, height, width, channels], got ${shapeText(found.shape)}; the last one that has is ${maps.at(-1)?.path ?? "missing"}`,
    );
  const first = steps.find(({ layer }) => layer.getConfig()["dataFormat"] === "channelsFirst");
  if (first !== undefined)
    throw new RangeError(`${caller}: layer ${first.path} must have channels last, got channelsFirst`);
  return found;
}

function hasPixels({ shape }: LayerStep): boolean {
  return shape[1] !== 1 || shape[2] !== 1;
}

function namedStep(caller: string, model: LayersModel, steps: readonly LayerStep[], name: string): LayerStep {
  const exact = steps.filter(({ path }) => path === name);
  const found = exact.length > 0 ? exact : steps.filter(({ path }) => path.endsWith(`/${name}`));
  const paths = [...new Set(found.map(({ path }) => path))];
  if (paths.length > 1)
    throw new RangeError(
      `${caller}: layer ${name} is found ${String(paths.length)} times: ${paths.join(", ")}`,
    );
  const last = found.at(-1); // a shared layer: its last call
  if (last !== undefined) return last;
  const near = closest(name, [...new Set(steps.flatMap(({ path, layer }) => [path, layer.name]))]);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new RangeError(`${caller}: ${model.name} has no layer ${name}${hint}`);
}
