import { errorCode, errorMessage, isNode } from "@tensorloom/core/internal";
import type { MissingRuntime } from "./runtime.ts";

/** Explains why ONNX Runtime did not load, in one sentence. */
export function whyMissing(name: string, error: unknown): MissingRuntime {
  const message = errorMessage(error).split("\n")[0];
  if (errorCode(error) === "MODULE_NOT_FOUND" && message.includes(`'${name}'`)) {
    const how = isNode()
      ? `npm install ${name}`
      : `npm install ${name}, and set globalThis.ort to its module`;
    return { outcome: "missing", reason: `${name} is not installed (${how})` };
  }
  if (errorCode(error) === "MODULE_NOT_FOUND" && message.includes("onnxruntime_binding.node"))
    return {
      outcome: "unsuitable",
      reason: `${name} has no binaries for ${process.platform} on ${process.arch}`,
    };
  return {
    outcome: "broken",
    reason: `${name} is installed but does not load (${message}); install it again: npm install ${name}`,
  };
}
