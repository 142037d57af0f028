/** What the other packages of Tensorloom use of ONNX. Unstable: may change in any release. */
export { type Net, type NetOp, type NetTensor, type NetWeight } from "./net/net.ts";
export { lowerModel, UnsupportedLayerError } from "./net/lowerModel.ts";
export { findRuntime, type FindRuntimeOptions } from "./runtime/findRuntime.ts";
export { type FoundRuntime, type MissingRuntime, type Provider, type Runtime } from "./runtime/runtime.ts";
export { OnnxRuntimeError, type RuntimeFailure } from "./runtime/runtimeError.ts";
export { type EngineArray, type EngineOutput } from "./engine/engineArray.ts";
export { type Predictor } from "./engine/predictor.ts";
export { type TrainStep, type TrainStepBatch, type TrainStepResult } from "./engine/trainStep.ts";
export { type LossSpec } from "./step/lossSpec.ts";
export { endAtLogits } from "./net/endAtLogits.ts";
export { emitInference, type ImageLayout, type InferenceOptions } from "./inference/emitInference.ts";
export { inferenceModel } from "./inference/inferenceModel.ts";
export { type OnnxModel } from "./format/onnxModel.ts";
export { encodeModel } from "./format/encodeModel.ts";
export { compilePredictor, type CompilePredictorOptions } from "./engine/compilePredictor.ts";
export { type GraphCache, type GraphCacheOptions, openGraphCache } from "./runtime/graphCache.ts";
export { compileTrainStep, type CompileTrainStepOptions } from "./engine/compileTrainStep.ts";
