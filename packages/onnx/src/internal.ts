/** What the other packages of Tensorloom use of ONNX. Unstable: may change in any release. */
export { type Net, type NetOp, type NetTensor, type NetWeight } from "./net/net.ts";
export { lowerModel, UnsupportedLayerError } from "./net/lowerModel.ts";
