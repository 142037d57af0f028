import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { applicationsOf, readersOf } from "./applications.ts";
import type { LeanStep, Place } from "./leanStep.ts";
import {
  convolutionStep,
  dropoutStep,
  meansStep,
  normalizationStep,
  squeezeExciteStep,
  sumStep,
} from "./leanSteps.ts";

/** Where in a model what lies. */
export interface Graph {
  readonly places: readonly Place[];
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
      meansStep(place) ??
      sumStep(place) ??
      dropoutStep(place);
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
  const applications = applicationsOf(model);
  const places = applications.map(({ layer, inputs, outputs }) => {
    refuseMask(layer);
    if (outputs.length !== 1)
      throw new Error(`lean: layer ${layer.name} must have one output, got ${String(outputs.length)}`);
    return { layer, inputs, output: outputs[0] };
  });
  const byTensor = new Map(places.map((place) => [place.output, place]));
  const reads = readersOf(model, applications);
  return {
    places,
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
