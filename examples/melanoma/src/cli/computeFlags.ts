import type { Flag } from "./flag.ts";

/** Flags that say what computes. */
export const COMPUTE_FLAGS = {
  backend: { value: "NAME", help: "auto, tensorflow, webgpu, wasm or cpu; default auto" },
  engine: {
    value: "NAME",
    help: "auto, tfjs (on the backend) or onnxruntime; default auto: ONNX Runtime if\nit is installed and there are enough images to repay compiling the model",
  },
} as const satisfies Readonly<Record<string, Flag>>;
