export { csvLog } from "./node/csvLog.ts";
export { loadModel } from "./node/loadModel.ts";
export { metricsLog } from "./node/metricsLog.ts";
export { modelCheckpoint } from "./node/modelCheckpoint.ts";
export { ModelFileError } from "./node/modelFileError.ts";
export { progressBar } from "./node/progressBar.ts";
export { saveModel } from "./node/saveModel.ts";
export { writePredictions } from "./node/writePredictions.ts";
