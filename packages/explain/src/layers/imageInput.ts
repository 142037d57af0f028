import type { LayerStep, LayerSteps } from "./layerSteps.ts";

/**
 * The number of the model's input that is the image: of rank 4, and read on the way to a layer.
 *
 * @throws RangeError if the layer reads none.
 */
export function imageInputOf(
  caller: string,
  { steps, inputs }: LayerSteps,
  target: LayerStep,
  ranks: readonly number[],
): number {
  const needed = new Set<number>(target.inputs);
  for (const step of [...steps].reverse())
    if (step.outputs.some((value) => needed.has(value))) for (const value of step.inputs) needed.add(value);
  const found = inputs.findIndex((value, at) => needed.has(value) && ranks[at] === 4);
  if (found >= 0) return found;
  throw new RangeError(
    `${caller}: layer ${target.path} must read an input [batch, height, width, channels] of the model`,
  );
}
