import { random } from "@tensorloom/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { seededLayersOf } from "@tensorloom/graph/internal";

/** The seeds of all dropout layers of a run. */
export interface DropoutSeeds {
  /** Sets the seeds of a step. The same seed and step draw the same masks; the next step draws others. */
  setStep(step: number): void;
  /** Restores the layers' own seeds. */
  restore(): void;
}

/**
 * Makes dropout masks a function of (seed, step, layer), so that a run is deterministic.
 *
 * tfjs's own layer draws a new mask each time without a seed, and the same mask at every step with one. Replicas draw the
 * masks of the whole batch, and use those of their rows.
 *
 * @param rank - Of the replica, if the model is not fused: its layers do not know their rows, and draw other masks.
 */
export function seedDropout(model: LayersModel, seed: number, rank = 0): DropoutSeeds {
  const layers = seededLayersOf(model);
  const own = layers.map((layer) => layer.seed);
  return {
    setStep(step) {
      // tfjs treats seed 0 as no seed
      for (const [index, layer] of layers.entries()) {
        const stream = rank === 0 ? random(seed, step, index) : random(seed, step, index, rank);
        layer.seed = 1 + stream.integer(2 ** 31 - 1);
      }
    },
    restore() {
      for (const [index, layer] of layers.entries()) layer.seed = own[index];
    },
  };
}
