import { random } from "@tensorloom/core";
import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/** Layers with a seed: dropout and what is made of it. Their type does not show the field; `in` has found it. */
interface Seeded {
  seed: number | undefined;
}

/** Seeds for the dropout of a run. */
export interface DropoutSeeds {
  /** Draws the masks of a step: the same for the same seed and step, others for the next. */
  setStep(step: number): void;
  /** Puts the layers' own seeds back. */
  restore(): void;
}

/**
 * Makes dropout a function of (seed, step, layer), so that a run repeats exactly. tfjs's own layer gives a new mask
 * each time without a seed, and the same mask at every step with one. A replica's rank is a further part of the name, so
 * that its rows do not get the masks of another's.
 */
export function seedDropout(model: LayersModel, seed: number, rank = 0): DropoutSeeds {
  const layers = leavesOf(model)
    .map(({ layer }) => layer)
    .filter(isSeeded);
  const own = layers.map((layer) => layer.seed);
  return {
    setStep(step) {
      // tfjs takes seed 0 as none
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
