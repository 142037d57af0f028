export { plotScripts } from "./node/plotScripts.ts";
export { readRun } from "./node/readRun.ts";
export { RunFolderError } from "./node/runFolderError.ts";
export { writeReport } from "./node/writeReport.ts";
export { writeRun } from "./node/writeRun.ts";
