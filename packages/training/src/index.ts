export { accuracy } from "./metrics/accuracy.ts";
export { adam, type AdamOptions } from "./optimizers/adam.ts";
export { averagePrecision } from "./metrics/averagePrecision.ts";
export { type Batch, type InputBatch } from "./batch/batch.ts";
export { binaryCrossEntropy, type BinaryCrossEntropyOptions } from "./losses/binaryCrossEntropy.ts";
export {
  binaryFocalCrossEntropy,
  type BinaryFocalCrossEntropyOptions,
} from "./losses/binaryFocalCrossEntropy.ts";
export {
  type Callback,
  type RunOutcome,
  type EpochBegin,
  type EpochEnd,
  type LoggedMetric,
  type Logs,
  type TrainingRun,
  type StepEnd,
} from "./callbacks/callback.ts";
export {
  categoricalCrossEntropy,
  type CategoricalCrossEntropyOptions,
} from "./losses/categoricalCrossEntropy.ts";
export { type ClassMetricOptions, f1, precision, recall } from "./metrics/classMetrics.ts";
export { type Average, classScores, type ClassScores } from "./metrics/classScores.ts";
export { argMax, confusionMatrix } from "./metrics/confusionMatrix.ts";
export { macroAuc } from "./metrics/macroAuc.ts";
export { topKAccuracy, type TopKAccuracyOptions } from "./metrics/topKAccuracy.ts";
export { type GradientClipping } from "./step/clipGradients.ts";
export { confusion, type Confusion } from "./metrics/confusion.ts";
export { earlyStopping, type EarlyStoppingOptions } from "./callbacks/earlyStopping.ts";
export { evaluate, type EvaluateOptions } from "./trainer/evaluate.ts";
export { fit } from "./trainer/fit.ts";
export { type FitOptions, type MicroBatch } from "./options/fitOptions.ts";
export { type History } from "./trainer/history.ts";
export { infer } from "./step/infer.ts";
export { type Loss } from "./losses/loss.ts";
export { meanSquaredError } from "./losses/meanSquaredError.ts";
export { type Metric, type MetricAccumulator, createMetric } from "./metrics/metric.ts";
export { type MetricName } from "./metrics/namedMetrics.ts";
export { type MonitorOptions } from "./callbacks/monitor.ts";
export {
  type NonFinite,
  NonFiniteError,
  type NonFinitePhase,
  type NonFinitePlace,
} from "./nonFinite/nonFiniteError.ts";
export { type Optimizer, type BoundOptimizer, type OptimizerState } from "./optimizers/optimizer.ts";
export { type OptimizerConfig } from "./optimizers/optimizer.ts";
export { predict, type Predictions, predictBatches, type PredictOptions } from "./trainer/predict.ts";
export { type ReplicasOptions } from "./options/replicasOptions.ts";
export { rocAuc } from "./metrics/rocAuc.ts";
export { rocCurve, type RocPoint } from "./metrics/rocCurve.ts";
export { sgd, type SgdOptions } from "./optimizers/sgd.ts";
export {
  sparseCategoricalCrossEntropy,
  type SparseCategoricalCrossEntropyOptions,
} from "./losses/sparseCategoricalCrossEntropy.ts";
export { thresholdAuc } from "./metrics/thresholdAuc.ts";
export { type Variables } from "./model/variables.ts";
