export { type Batch, type InputBatch } from "./batch/batch.ts";
export {
  type Callback,
  type EpochEnd,
  type Logs,
  type StepEnd,
  type TrainingRun,
} from "./callbacks/callback.ts";
export { earlyStopping } from "./callbacks/earlyStopping.ts";
export { type EngineChoice } from "./engine/engineChoice.ts";
export { reduceOnPlateau } from "./callbacks/reduceOnPlateau.ts";
export { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";
export { binaryFocalCrossEntropy } from "./losses/binaryFocalCrossEntropy.ts";
export { categoricalCrossEntropy } from "./losses/categoricalCrossEntropy.ts";
export { type Loss } from "./losses/loss.ts";
export { meanSquaredError } from "./losses/meanSquaredError.ts";
export { sparseCategoricalCrossEntropy } from "./losses/sparseCategoricalCrossEntropy.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { averagePrecision } from "./metrics/averagePrecision.ts";
export { f1, precision, recall } from "./metrics/classMetrics.ts";
export { classScores, type ClassScores } from "./metrics/classScores.ts";
export { confusion, type Confusion } from "./metrics/confusion.ts";
export { argMax, confusionMatrix } from "./metrics/confusionMatrix.ts";
export { macroAuc } from "./metrics/macroAuc.ts";
export { createMetric, type Metric, type MetricAccumulator } from "./metrics/metric.ts";
export { rocAuc } from "./metrics/rocAuc.ts";
export { rocCurve, type RocPoint } from "./metrics/rocCurve.ts";
export { thresholdAuc } from "./metrics/thresholdAuc.ts";
export { topKAccuracy } from "./metrics/topKAccuracy.ts";
export { NonFiniteError } from "./nonFinite/nonFiniteError.ts";
export { adadelta } from "./optimizers/adadelta.ts";
export { adagrad } from "./optimizers/adagrad.ts";
export { adam } from "./optimizers/adam.ts";
export { adamax } from "./optimizers/adamax.ts";
export { adamW } from "./optimizers/adamW.ts";
export { lamb } from "./optimizers/lamb.ts";
export { lion } from "./optimizers/lion.ts";
export { nadam } from "./optimizers/nadam.ts";
export { type BoundOptimizer, type Optimizer, type OptimizerState } from "./optimizers/optimizer.ts";
export { rmsprop } from "./optimizers/rmsprop.ts";
export { sgd } from "./optimizers/sgd.ts";
export { type FitOptions } from "./options/fitOptions.ts";
export { layerDecay } from "./options/layerDecay.ts";
export { findLearningRate, type LearningRateCurve } from "./rateFinder/findLearningRate.ts";
export { infer } from "./trainer/infer.ts";
export { evaluate } from "./trainer/evaluate.ts";
export { fit } from "./trainer/fit.ts";
export { type History } from "./trainer/history.ts";
export { predict, predictBatches, type Predictions, type PredictOptions } from "./trainer/predict.ts";
