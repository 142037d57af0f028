export { type NumberArray, type Reduction, type Values } from "./communicator.ts";
export { floatsFrom16Bits, roundTo16Bits } from "./sixteenBits.ts";
export { partLengths, partStarts, sameType } from "./partLengths.ts";
export { arraysOf, ValueCursor } from "./valueCursor.ts";
export { whyNoWorkers } from "./workers/whyNoWorkers.ts";
