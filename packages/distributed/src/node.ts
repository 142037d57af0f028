export { startThreads, type StartThreadsOptions, type Threads } from "./node/startThreads.ts";
export { type Thread } from "./node/thread.ts";
