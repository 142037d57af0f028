export { startThreads, type ThreadGroup } from "./node/startThreads.ts";
export { type ThreadContext } from "./threadContext.ts";
