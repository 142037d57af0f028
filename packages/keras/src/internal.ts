/** What the other packages of Tensorloom read of Keras files. Unstable: may change in any release. */
export { FileProblem } from "./errors/fileProblem.ts";
export { decodeFloat16 } from "./hdf5/float16.ts";
export { decodeKerasWeights } from "./named/decodeKerasWeights.ts";
export { type Placed, uniqueNames } from "./named/uniqueNames.ts";
export { kerasFormat } from "./read/kerasFormat.ts";
export { registerKerasActivations } from "./topology/activations.ts";
