import type { Flag } from "./flag.ts";
import { BACKENDS, type ComputeOptions, ENGINES } from "./options.ts";
import { choice, type Flags } from "./values.ts";

/** Flags that say what computes. */
export const COMPUTE_FLAGS = {
  backend: { value: "NAME", help: "auto, tensorflow, webgpu, wasm or cpu; default auto" },
  engine: {
    value: "NAME",
    help: "auto, tfjs (on the backend) or onnxruntime; default auto: ONNX Runtime if\nit is installed and there are enough images to repay compiling the model",
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Parses the flags that say what computes. */
export function parseComputeOptions(flags: Flags): ComputeOptions {
  return {
    backend: choice(flags, "backend", BACKENDS, "auto"),
    engine: choice(flags, "engine", ENGINES, "auto"),
  };
}
