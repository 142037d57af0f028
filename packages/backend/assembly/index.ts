/** What JavaScript calls. Every function works on tensors that already lie in the memory of tfjs's own module. */
export { product } from "./product";
export { gatherColumns, scatterColumns } from "./columns";
export { geometry } from "./geometry";
export { depthwise, depthwiseInputGradient } from "./depthwise";
export { depthwiseFilterGradient } from "./depthwiseFilter";
export { repeatEach, sumEach } from "./repeated";
export { moments } from "./moments";
export { normalize } from "./normalize";
export { normalizationGradient } from "./normalizationGradient";
export { normalizationSums } from "./normalizationSums";
export { imageDots, imageMeans } from "./imageDots";
export { imageScale } from "./imageScale";
export { adam } from "./adam";
export { depthwiseBlocks, depthwiseBlocksFilterGradient, depthwiseBlocksInputGradient, depthwiseBlocksScratch } from "./depthwiseBlocks";
export { finishRows } from "./finishRows";
export { allFinite } from "./finite";
export { bounded } from "./bounded";
