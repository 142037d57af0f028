import { tensor1d, tidy } from "@tensorflow/tfjs-core";
import { updateMovingMean } from "@tensorloom/backend/internal";
import type { Variables } from "@tensorloom/graph/internal";
import type { OrtTensor } from "../runtime/ortModule.ts";
import type { StatisticsOutput } from "../step/trainGraph.ts";

/** Moves the statistics of batch normalisations by those of a batch: `moving = momentum * moving + (1 - momentum) * batch`. */
export function moveStatistics(
  variables: Variables,
  statistics: readonly StatisticsOutput[],
  outputs: Readonly<Record<string, OrtTensor>>,
): void {
  tidy(() => {
    for (const { mean, variance, momentum, batchMean, batchVariance } of statistics)
      for (const [weight, output] of [
        [mean, batchMean],
        [variance, batchVariance],
      ]) {
        const moving = variables.get(weight);
        if (moving === undefined) throw new Error(`the model has no weight ${weight}`);
        const found = tensor1d(outputs[output].data as Float32Array); // the graph's outputs are float32
        moving.assign(updateMovingMean(moving, found, momentum));
      }
  });
}
