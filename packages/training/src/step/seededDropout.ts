import { random } from "@tensorloom/core";
import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/** A layer with a seed, such as dropout. Its type does not declare the field, so `in` looks for it. */
interface Seeded {
  seed: number | undefined;
}

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
 * tfjs's own layer draws a new mask each time without a seed, and the same mask at every step with one. On replicas the
 * masks depend on the rank too, so that the rows of two replicas get different masks.
 */
export function seedDropout(model: LayersModel, seed: number, rank = 0): DropoutSeeds {
  const layers = leavesOf(model)
    .map(({ layer }) => layer)
    .filter(isSeeded);
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

function isSeeded(layer: layers.Layer): layer is layers.Layer & Seeded {
  return "seed" in layer && "rate" in layer;
}
