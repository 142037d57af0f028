/** What JavaScript calls. Every function works on tensors that already lie in the memory of tfjs's own module. */
export { product } from "./product/product";
export { gatherColumns, scatterColumns } from "./convolution/columns";
export { geometry } from "./convolution/geometry";
export { depthwise, depthwiseInputGradient } from "./depthwise/depthwise";
export { depthwiseFilterGradient } from "./depthwise/depthwiseFilter";
export { repeatEach, sumEach } from "./simd/repeated";
export { moments } from "./normalization/moments";
export { normalize } from "./normalization/normalize";
export { normalizationGradient } from "./normalization/normalizationGradient";
export { normalizationSums } from "./normalization/normalizationSums";
export { imageDots, imageMeans } from "./squeezeExcite/imageDots";
export { imageScale } from "./squeezeExcite/imageScale";
export { updateVariables } from "./elementwise/updateVariables";
export { depthwiseBlocks, depthwiseBlocksFilterGradient, depthwiseBlocksInputGradient, depthwiseBlocksScratch } from "./depthwise/depthwiseBlocks";
export { finishRows } from "./elementwise/finishRows";
export { allFinite } from "./elementwise/finite";
export { bounded } from "./elementwise/bounded";
