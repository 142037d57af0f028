import { activationOf, returnsItsInput } from "@tensorloom/graph/internal";
import type { LayerStep, LayerSteps } from "./layerSteps.ts";

/** The step that ends in the model's final sigmoid or softmax; undefined if the model ends in logits. */
export function finalStepOf({ steps, outputs }: LayerSteps): LayerStep | undefined {
  const makerOf = (value: number): LayerStep | undefined =>
    steps.find((step) => step.outputs.includes(value));
  let found = makerOf(outputs[0]);
  while (found !== undefined && returnsItsInput(found.layer)) found = makerOf(found.inputs[0]);
  return found !== undefined && activationOf(found.layer) !== undefined ? found : undefined;
}
