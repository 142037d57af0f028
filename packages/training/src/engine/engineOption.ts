import { oneOf } from "@tensorloom/core/internal";

/**
 * Which engine computes the passes: ONNX Runtime if that is faster (`"auto"`), or one of the two.
 *
 * @inline
 */
export type EngineOption = "auto" | "onnxruntime" | "tfjs";

/** @throws RangeError if it is another value. */
export function resolveEngine(caller: string, option: EngineOption = "auto"): EngineOption {
  oneOf(`${caller}: engine`, option, ["auto", "tfjs", "onnxruntime"]);
  return option;
}
