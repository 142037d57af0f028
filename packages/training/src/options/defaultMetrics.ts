import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LoggedMetric } from "../callbacks/callback.ts";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricName } from "../metrics/namedMetrics.ts";

/** The default metrics: accuracy for classification, and AUC if the output is one probability. */
export function defaultMetrics(model: LayersModel, loss: Loss): readonly MetricName[] {
  if (loss.task === "regression") return [];
  const single = loss.task === "binary" && model.outputs[0].shape.slice(1).every((length) => length === 1);
  return single ? ["auc", "accuracy"] : ["accuracy"];
}

/** Lists the names that each epoch logs: loss and metrics, the same for validation, and the learning rate. */
export function listLoggedMetrics(metrics: readonly Metric[], validated: boolean): readonly LoggedMetric[] {
  const measured = [
    { name: "loss", mode: "min" as const },
    ...metrics.map(({ name, mode }) => ({ name, mode })),
  ];
  const validation = validated ? measured.map(({ name, mode }) => ({ name: `val_${name}`, mode })) : [];
  return [...measured, ...validation, { name: "learningRate", mode: undefined }];
}
