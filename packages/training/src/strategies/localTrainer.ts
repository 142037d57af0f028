import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { findNonFinite } from "@tensorloom/backend";
import { freezeStatistics, trainableVariables, type Variables } from "@tensorloom/graph/internal";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { clipGradients } from "../step/clipGradients.ts";
import { seedDropout } from "../step/seededDropout.ts";
import type { ChosenStepEngine, Trainer, TrainerState } from "./trainer.ts";

/**
 * Trains in this process, on any engine: it draws the seeds of dropout, clips the gradients and updates the weights.
 *
 * @param createEngine - Makes the engine that computes the gradients of these variables.
 * @param saved - Continues exactly from the state of an earlier trainer.
 */
export function localTrainer(
  model: LayersModel,
  { optimizer, clip, seed }: ResolvedFitOptions,
  createEngine: (variables: Variables) => ChosenStepEngine,
  saved?: TrainerState,
): Trainer {
  const variables = trainableVariables(model);
  const releaseStatistics = freezeStatistics(model);
  const dropout = seedDropout(model, seed);
  const bound = optimizer.bind(variables, saved?.optimizer);
  const engine = createEngine(variables);
  return {
    predictBatch: (batch) => engine.predictBatch(batch),
    predictLogits: (batch) => engine.predictLogits(batch),
    prepare: (batch) => engine.prepare(batch),
    computeGradients(batch, dropoutStep) {
      dropout.setStep(dropoutStep);
      return engine.computeGradients(batch);
    },
    async applyGradients(gradients, learningRate, onGradients) {
      try {
        const nonFinite = await findNonFinite(Object.values(gradients));
        if (nonFinite !== undefined) return Object.keys(gradients)[nonFinite];
        onGradients?.(gradients);
        tidy(() => bound.apply(clipGradients(gradients, clip), learningRate));
        return undefined;
      } finally {
        dispose(gradients);
      }
    },
    state: async () => ({ optimizer: await bound.state() }),
    async close() {
      bound.dispose();
      dropout.restore();
      releaseStatistics();
      await engine.close();
    },
  };
}
