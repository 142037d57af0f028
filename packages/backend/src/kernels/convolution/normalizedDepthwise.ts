import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type NormalizationAttributes, normalize } from "../normalization/normalizationKernels.ts";
import type { NormalizationInputs } from "../normalization/scaleAndShift.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import type { ConvolutionAttributes } from "./convolutionShape.ts";
import { depthwise } from "./depthwise.ts";

/** The attributes of a depthwise convolution of a normalised input. */
export type NormalizedAttributes = ConvolutionAttributes & NormalizationAttributes;

/** The depthwise convolution of activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). The normalised tensor is gone afterwards. */
export function normalizedDepthwise(
  engine: WasmEngine,
  { x, filter }: Readonly<Record<"x" | "filter", TensorInfo>>,
  by: NormalizationInputs,
  attributes: NormalizedAttributes,
): TensorInfo {
  const normalized = normalize(engine, x, by, attributes);
  try {
    return depthwise(engine, normalized, filter, attributes);
  } finally {
    engine.disposeData(normalized.dataId);
  }
}
