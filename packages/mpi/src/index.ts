export { connectMpi } from "./connectMpi.ts";
export { type MpiCommunicator } from "./mpiCommunicator.ts";
export { MpiError } from "./calls/mpiError.ts";
export { type Link } from "./scaling/link.ts";
export { measureLink } from "./scaling/measureLink.ts";
export { predictScaling, type ScalingPrediction } from "./scaling/predictScaling.ts";
