import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { LeanStep, Place } from "./leanStep.ts";
import { convolutionStep, meansStep, normalizationStep, squeezeExciteStep } from "./leanSteps.ts";

/** Where in a model what lies. */
export interface Graph {
  readonly places: readonly Place[];
  /** The place that made a tensor; undefined for the model's inputs. */
  made(tensor: SymbolicTensor): Place | undefined;
  /** The place that made a tensor, where nothing but one place reads it. */
  madeForOne(tensor: SymbolicTensor): Place | undefined;
}

/**
 * A model as a list of lean steps: convolutions with the zero padding before them, batch normalisations with the activation
 * behind them, squeeze-and-excites from pooling to multiplication; any other layer as it is.
 *
 * Layers are known by class and configuration, never by name. A tensor that is read in two places, or is an output of the
 * model, is always made.
 */
export function leanPlan(model: LayersModel): readonly LeanStep[] {
  const graph = graphOf(model);
  const steps: LeanStep[] = [];
  const inside = new Set<Place>();
  // From the end: the last layer of a group knows its group.
  for (const place of [...graph.places].reverse()) {
    if (inside.has(place)) continue;
    const group =
      squeezeExciteStep(place, graph) ??
      normalizationStep(place, graph) ??
      convolutionStep(place, graph) ??
      meansStep(place);
    const { step, places } = group ?? {
      step: { kind: "layer" as const, ...place },
      places: [],
    };
    steps.push(step);
    for (const member of places) inside.add(member);
  }
  return steps.reverse();
}

function graphOf(model: LayersModel): Graph {
  const places: Place[] = [];
  const byTensor = new Map<SymbolicTensor, Place | undefined>();
  const reads = new Map<SymbolicTensor, number>();
  const visit = (tensor: SymbolicTensor): void => {
    reads.set(tensor, (reads.get(tensor) ?? 0) + 1);
    if (byTensor.has(tensor)) return;
    byTensor.set(tensor, undefined);
    if (model.inputs.includes(tensor)) return;
    const node = tensor.sourceLayer.inboundNodes[tensor.nodeIndex];
    node.inputTensors.forEach(visit);
    refuseMask(tensor.sourceLayer);
    if (node.outputTensors.length !== 1)
      throw new Error(
        `lean: layer ${tensor.sourceLayer.name} must have one output, got ${String(node.outputTensors.length)}`,
      );
    const place = { layer: tensor.sourceLayer, inputs: node.inputTensors, output: tensor };
    byTensor.set(tensor, place);
    places.push(place);
  };
  model.outputs.forEach(visit);
  return {
    places,
    made: (tensor) => byTensor.get(tensor),
    madeForOne: (tensor) => (reads.get(tensor) === 1 ? byTensor.get(tensor) : undefined),
  };
}

/** The two stock layers that begin a mask. */
function refuseMask(layer: layers.Layer): void {
  const className = layer.getClassName();
  const masks =
    className === "Masking" || (className === "Embedding" && layer.getConfig()["maskZero"] === true);
  if (masks)
    throw new Error(`lean: layer ${layer.name} masks its output, which a lean model does not pass on`);
}
