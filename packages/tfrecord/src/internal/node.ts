export { checkSetName } from "../node/shards/setNames.ts";
export { publishShards, throwIfSetExists } from "../node/shards/shardSet.ts";
