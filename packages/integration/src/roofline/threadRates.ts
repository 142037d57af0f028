import { parentPort, workerData } from "node:worker_threads";
import { coreRates } from "./coreRates.ts";

/** The thread that {@link machineRates} starts on each core. */
parentPort?.postMessage(coreRates(workerData as Uint8Array<ArrayBuffer>)); // as machineRates.ts passes it
