import { EngineSwitch, type EngineSource } from "./engineSwitch.ts";
import type { ChosenStepEngine, Predictor, StepEngine } from "./trainer.ts";

/** Predicts on the engine that was chosen. */
export function chosenPredictor(source: EngineSource<Predictor>): Predictor {
  return predictOn(new EngineSwitch(source));
}

/** Computes gradients on the engine that was chosen. */
export function chosenEngine(source: EngineSource<StepEngine>): ChosenStepEngine {
  const engines = new EngineSwitch(source);
  return {
    ...predictOn(engines),
    prepare: (batch) => engines.prepare(batch),
    computeGradients: (batch) => engines.run(batch, (engine) => engine.computeGradients(batch)),
  };
}

function predictOn<E extends Predictor>(engines: EngineSwitch<E>): Predictor {
  return {
    predictBatch: (batch) => engines.run(batch, (engine) => engine.predictBatch(batch)),
    predictLogits: (batch) => engines.run(batch, (engine) => engine.predictLogits(batch)),
    close: () => engines.close(),
  };
}
