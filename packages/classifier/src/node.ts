export { loadClassifier } from "./load/loadClassifier.ts";
export { saveClassifier } from "./save/saveClassifier.ts";
