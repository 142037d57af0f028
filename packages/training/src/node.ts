export { loadModel } from "./node/loadModel.ts";
export { ModelFileError } from "./node/modelFileError.ts";
export { metricsLog, type MetricsLogOptions } from "./node/metricsLog.ts";
export { modelCheckpoint, type ModelCheckpointOptions } from "./node/modelCheckpoint.ts";
export { progressBar, type ProgressBarOptions, type OutputStream } from "./node/progressBar.ts";
export { saveModel, type SaveModelOptions } from "./node/saveModel.ts";
