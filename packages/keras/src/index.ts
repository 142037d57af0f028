export { KerasModelError } from "./errors/kerasModelError.ts";
export { decodeKerasModel } from "./read/decodeKerasModel.ts";
export { modelSummary } from "./summary/modelSummary.ts";
export { encodeKerasModel } from "./write/encodeKerasModel.ts";
