/** What a run in TensorBoard is made of. It is loaded when a run begins, with records and images, which `fit` does not need. */
export {
  prCurveSummary,
  scalarSummary,
  sessionEndSummary,
  sessionStartSummary,
} from "@tensorloom/tfrecord/events";
export { epochScalars } from "./epochScalars.ts";
export { histograms } from "./histograms.ts";
export { imageGrid } from "./imageGrid.ts";
export { openRunFiles } from "./runFiles.ts";
