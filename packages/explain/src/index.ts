export { gradCam } from "./gradCam/gradCam.ts";
export { type ModelInputs } from "./inputs/modelInputs.ts";
export { type SaliencyMap } from "./maps/saliencyMap.ts";
export { occlusionMap } from "./occlusion/occlusionMap.ts";
export { overlayHeatmap } from "./overlay/overlayHeatmap.ts";
