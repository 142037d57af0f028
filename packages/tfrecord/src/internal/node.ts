export { checkSetName, publishShards, throwIfSetExists } from "../node/shardSet.ts";
