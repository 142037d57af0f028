import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { findNonFinite } from "@tensorloom/backend";
import { trainableVariables } from "../model/variables.ts";
import type { FitPlan } from "../options/fitOptions.ts";
import { clipped } from "../step/clipGradients.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { answers, inferLogits } from "../step/infer.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { learn } from "../step/trainStep.ts";
import type { Crew, TrainingCrew } from "./trainer.ts";

/** This thread alone. */
export function alone(who: string, model: LayersModel): Crew {
  const answer = answers(model, who);
  return {
    answer: ({ inputs }) => answer(inputs),
    logits: (batch) => inferLogits(model, who, batch),
    close: () => Promise.resolve(),
  };
}

/** This thread alone, training. */
export function aloneInTraining(model: LayersModel, plan: FitPlan): TrainingCrew {
  const variables = trainableVariables(model);
  const releaseStatistics = freezeStatistics(model);
  const dropout = seedDropout(model, plan.seed);
  const optimizer = plan.optimizer.begin(variables);
  return {
    ...alone("evaluate", model),
    learn(batch, at) {
      dropout.at(at);
      return learn(model, variables, plan.loss, batch);
    },
    async apply(gradients, rate) {
      try {
        const odd = await findNonFinite(Object.values(gradients));
        if (odd !== undefined) return Object.keys(gradients)[odd];
        tidy(() => optimizer.apply(clipped(gradients, plan.clip), rate));
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
