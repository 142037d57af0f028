export { plotScripts } from "./node/plotScripts.ts";
export { readRun } from "./folder/readRun.ts";
export { RunFolderError } from "./folder/runFolderError.ts";
export { writeReport } from "./folder/writeReport.ts";
export { writeRun } from "./folder/writeRun.ts";
