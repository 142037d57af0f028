export { loadClassifier } from "./node/loadClassifier.ts";
export { saveClassifier } from "./node/saveClassifier.ts";
