import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Variables } from "@tensorloom/graph/internal";
import type { Loss } from "../losses/loss.ts";
import { createPredictFunction, predictLogits } from "../step/predictFunction.ts";
import { computeGradients } from "../step/trainStep.ts";
import type { Predictor, StepEngine } from "./trainer.ts";

/** Predicts with tfjs, on this thread. */
export function tfjsPredictor(caller: string, model: LayersModel): Predictor {
  const predict = createPredictFunction(model, caller);
  return {
    predictBatch: ({ inputs }) => predict(inputs),
    predictLogits: (batch) => predictLogits(model, caller, batch),
    close: () => Promise.resolve(),
  };
}

/** Computes gradients with tfjs, on this thread. */
export function tfjsEngine(model: LayersModel, variables: Variables, loss: Loss): StepEngine {
  return {
    ...tfjsPredictor("evaluate", model),
    computeGradients: (batch) => computeGradients(model, variables, loss, batch),
  };
}
