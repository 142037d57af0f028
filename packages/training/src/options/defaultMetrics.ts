import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LogName } from "../callbacks/callback.ts";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricName } from "../metrics/namedMetrics.ts";

/** Accuracy where the model decides between classes; AUC too where its answer is one probability. */
export function defaultMetrics(model: LayersModel, loss: Loss): readonly MetricName[] {
  if (loss.kind === "numbers") return [];
  const single = loss.kind === "binary" && model.outputs[0].shape.slice(1).every((length) => length === 1);
  return single ? ["auc", "accuracy"] : ["accuracy"];
}

/** What each epoch logs: the loss, the metrics, the same of the validation, and the learning rate. */
export function logNames(metrics: readonly Metric[], validated: boolean): readonly LogName[] {
  const measured = [
    { name: "loss", better: "lower" as const },
    ...metrics.map(({ name, better }) => ({ name, better })),
  ];
  const again = validated ? measured.map(({ name, better }) => ({ name: `val_${name}`, better })) : [];
  return [...measured, ...again, { name: "learningRate", better: undefined }];
}
