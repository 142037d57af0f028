export { readCache } from "./node/cache/readCache.ts";
