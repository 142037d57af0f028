export { type DataCount } from "./run/dataCount.ts";
export { type Run } from "./run/run.ts";
export { type RunPicture } from "./run/runPicture.ts";
export { type RunPredictions } from "./run/runPredictions.ts";
export { renderReport } from "./render/renderReport.ts";
export { surestPredictions } from "./measure/surestPredictions.ts";
