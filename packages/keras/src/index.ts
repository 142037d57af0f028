export { KerasModelError } from "./errors/kerasModelError.ts";
export { decodeKerasModel } from "./read/decodeKerasModel.ts";
export { encodeKerasModel } from "./write/encodeKerasModel.ts";
