import { random } from "@tensorloom/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { isModel } from "./frozenStatistics.ts";

type Layer = LayersModel["layers"][number];

/** Layers with a seed: dropout and what is made of it. Their type does not show the field; `in` has found it. */
interface Seeded {
  seed: number | undefined;
}

/** Seeds for the dropout of a run. */
export interface DropoutSeeds {
  /** Draws the masks of a step: the same for the same seed and step, others for the next. */
  at(step: number): void;
  /** Puts the layers' own seeds back. */
  restore(): void;
}

/**
 * Makes dropout a function of (seed, step, layer), so that a run repeats exactly. tfjs's own layer gives a new mask
 * each time without a seed, and the same mask at every step with one.
 */
export function seedDropout(model: LayersModel, seed: number): DropoutSeeds {
  const layers = seededLayers(model.layers);
  const own = layers.map((layer) => layer.seed);
  return {
    at(step) {
      // tfjs takes seed 0 as none
      for (const [index, layer] of layers.entries())
        layer.seed = 1 + random(seed, step, index).integer(2 ** 31 - 1);
    },
    restore() {
      for (const [index, layer] of layers.entries()) layer.seed = own[index];
    },
  };
}

function seededLayers(layers: readonly Layer[]): readonly Seeded[] {
  return layers.flatMap((layer) =>
    isModel(layer) ? seededLayers(layer.layers) : isSeeded(layer) ? [layer] : [],
  );
}

function isSeeded(layer: Layer): layer is Layer & Seeded {
  return "seed" in layer && "rate" in layer;
}
