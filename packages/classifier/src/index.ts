export { type Classifier } from "./classifier/classifier.ts";
export { createClassifier } from "./classifier/createClassifier.ts";
export { ClassifierFileError } from "./format/classifierFileError.ts";
export { type LabelScore } from "./head/labelScore.ts";
export { type ImageInput } from "./input/imageInput.ts";
export { loadClassifier } from "./load/loadClassifier.ts";
export { saveClassifier } from "./save/saveClassifier.ts";
export { createPreprocess, type Preprocess } from "./preprocess/createPreprocess.ts";
