/** What decides whether ONNX Runtime computes a model, without the code that compiles it. Unstable. */
export { type Net, type NetOp } from "../net/net.ts";
export { lowerModel, UnsupportedLayerError } from "../net/lowerModel.ts";
export { findRuntime } from "../runtime/findRuntime.ts";
export { type Runtime } from "../runtime/runtime.ts";
export { OnnxRuntimeError } from "../runtime/runtimeError.ts";
