import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { findNonFinite } from "@tensorloom/backend";
import { trainableVariables } from "../model/variables.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { clipGradients } from "../step/clipGradients.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { createPredictFunction, predictLogits } from "../step/infer.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { computeGradients } from "../step/trainStep.ts";
import type { Predictor, Trainer } from "./trainer.ts";

/** This thread alone. */
export function singleThreadPredictor(caller: string, model: LayersModel): Predictor {
  const answer = createPredictFunction(model, caller);
  return {
    predictBatch: ({ inputs }) => answer(inputs),
    predictLogits: (batch) => predictLogits(model, caller, batch),
    close: () => Promise.resolve(),
  };
}

/** This thread alone, training. */
export function singleThreadTrainer(model: LayersModel, plan: ResolvedFitOptions): Trainer {
  const variables = trainableVariables(model);
  const releaseStatistics = freezeStatistics(model);
  const dropout = seedDropout(model, plan.seed);
  const optimizer = plan.optimizer.bind(variables);
  return {
    ...singleThreadPredictor("evaluate", model),
    computeGradients(batch, at) {
      dropout.setStep(at);
      return computeGradients(model, variables, plan.loss, batch);
    },
    async applyGradients(gradients, rate) {
      try {
        const odd = await findNonFinite(Object.values(gradients));
        if (odd !== undefined) return Object.keys(gradients)[odd];
        tidy(() => optimizer.apply(clipGradients(gradients, plan.clip), rate));
        return undefined;
      } finally {
        dispose(gradients);
      }
    },
    close() {
      optimizer.dispose();
      dropout.restore();
      releaseStatistics();
      return Promise.resolve();
    },
  };
}
