import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { MemoryPlan } from "../engine/memoryPlan.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { OptimizerState } from "../optimizers/optimizer.ts";
import type { StepResult } from "../step/trainStep.ts";

/** Runs a model's forward pass, on this thread or on several replicas. */
export interface Predictor {
  /** The outputs of a batch, in inference mode. */
  predictBatch(batch: InputBatch): Promise<NDArray<Float32Array>>;
  /** The logits of a batch, in inference mode: the outputs before the final activation. */
  predictLogits(batch: InputBatch): Promise<LogitsArray>;
  close(): Promise<void>;
}

/** Runs a model's forward and backward passes on one engine. */
export interface StepEngine extends Predictor {
  /** Returns the loss, outputs and gradients of a batch. The layers' seeds decide the dropout masks. */
  computeGradients(batch: Batch): Promise<StepResult>;
}

/** The engine that was chosen for a run. */
export interface ChosenStepEngine extends StepEngine {
  /** Chooses the engine by the first batch, if it was not known before, and returns the choice. */
  prepare(batch: Batch): Promise<EngineChoice>;
}

/** What a trainer remembers between steps, besides the weights. */
export interface TrainerState {
  readonly optimizer: OptimizerState;
  /** The most rows of a micro-batch, by engine and shape of the batch, as far as they were chosen. */
  readonly microBatchLimits?: Readonly<Record<string, number>> | undefined;
  /** How a step fits into memory. */
  readonly memoryPlan?: MemoryPlan | undefined;
}

/** Runs a model's train steps too: forward pass, backward pass, update. */
export interface Trainer extends Predictor {
  /** How a step fits into memory; undefined before the first step, or if no limit is known. */
  readonly memoryPlan?: MemoryPlan | undefined;
  /** Chooses the engine by the first batch, if it was not known before, and returns the choice. */
  prepare(batch: Batch): Promise<EngineChoice>;
  /** Returns the loss, outputs and gradients of a batch. `dropoutStep` decides the dropout masks. */
  computeGradients(batch: Batch, dropoutStep: number): Promise<StepResult>;
  /**
   * Updates the weights once, and disposes the gradients.
   *
   * @param onGradients - Called with the gradients of all replicas, before clipping, if all are finite.
   * @returns The first variable whose gradient contains NaN or an infinity. Then nothing has changed.
   */
  applyGradients(
    gradients: NamedTensorMap,
    learningRate: number,
    onGradients?: (gradients: NamedTensorMap) => void,
  ): Promise<string | undefined>;
  /** Copies what it remembers, between two steps. */
  state(): Promise<TrainerState>;
}
