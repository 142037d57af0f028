export { mapInWorkers, type MapInWorkersOptions } from "./node/mapInWorkers.ts";
export { WorkerError } from "./node/workerError.ts";
