export { defaultStorage } from "./defaultStorage.ts";
export { gsStorage } from "./gs/gsStorage.ts";
export { hfStorage } from "./hf/hfStorage.ts";
export { s3Storage } from "./s3/s3Storage.ts";
export { httpStorage } from "./web/httpStorage.ts";
