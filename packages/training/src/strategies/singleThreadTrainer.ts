import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { findNonFinite } from "@tensorloom/backend";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { clipGradients } from "../step/clipGradients.ts";
import { freezeStatistics, trainableVariables } from "@tensorloom/graph/internal";
import { createPredictFunction, predictLogits } from "../step/infer.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { computeGradients } from "../step/trainStep.ts";
import type { Predictor, Trainer } from "./trainer.ts";

/** Predicts on this thread. */
export function singleThreadPredictor(caller: string, model: LayersModel): Predictor {
  const predict = createPredictFunction(model, caller);
  return {
    predictBatch: ({ inputs }) => predict(inputs),
    predictLogits: (batch) => predictLogits(model, caller, batch),
    close: () => Promise.resolve(),
  };
}

/** Trains on this thread. */
export function singleThreadTrainer(
  model: LayersModel,
  { loss, optimizer, clip, seed }: ResolvedFitOptions,
): Trainer {
  const variables = trainableVariables(model);
  const releaseStatistics = freezeStatistics(model);
  const dropout = seedDropout(model, seed);
  const bound = optimizer.bind(variables);
  return {
    ...singleThreadPredictor("evaluate", model),
    computeGradients(batch, dropoutStep) {
      dropout.setStep(dropoutStep);
      return computeGradients(model, variables, loss, batch);
    },
    async applyGradients(gradients, learningRate) {
      try {
        const nonFinite = await findNonFinite(Object.values(gradients));
        if (nonFinite !== undefined) return Object.keys(gradients)[nonFinite];
        tidy(() => bound.apply(clipGradients(gradients, clip), learningRate));
        return undefined;
      } finally {
        dispose(gradients);
      }
    },
    close() {
      bound.dispose();
      dropout.restore();
      releaseStatistics();
      return Promise.resolve();
    },
  };
}
