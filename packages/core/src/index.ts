export { keepOrigin, originOf, setOrigin, type Origin } from "./origin.ts";
export { random, type Random } from "./random.ts";
export { registerStorage } from "./storage/registry.ts";
export {
  type ObjectWriter,
  type Storage,
  type StorageObject,
  type StorageStatistics,
} from "./storage/storage.ts";
export { StorageError } from "./storage/storageError.ts";
export { storageOf } from "./storage/storageOf.ts";
