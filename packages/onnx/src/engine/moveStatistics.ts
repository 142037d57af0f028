import { type Tensor, tensor1d, tidy, type Variable } from "@tensorflow/tfjs-core";
import { updateMovingStatistics } from "@tensorloom/backend/internal";
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
    for (const { mean, variance, momentum, batchMean, batchVariance } of statistics) {
      const moving = { mean: variableOf(mean), variance: variableOf(variance) };
      const found = { mean: outputOf(batchMean), variance: outputOf(batchVariance) };
      const [movedMean, movedVariance] = updateMovingStatistics(moving, found, momentum);
      moving.mean.assign(movedMean);
      moving.variance.assign(movedVariance);
    }
  });

  function variableOf(weight: string): Variable {
    const found = variables.get(weight);
    if (found === undefined) throw new Error(`the model has no weight ${weight}`);
    return found;
  }

  function outputOf(name: string): Tensor {
    return tensor1d(outputs[name].data as Float32Array); // the graph's outputs are float32
  }
}
