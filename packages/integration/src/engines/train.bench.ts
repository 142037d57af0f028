import { compareEngines } from "./compareEngines.ts";

/** A training step of all of EfficientNet (Adam, binary cross-entropy). */
await compareEngines({
  what: "train",
  batches: [8],
  warmUps: 3,
  steps: 7,
  contestants: [
    { engine: "tensorloom onnxruntime" },
    { engine: "tensorloom wasm", replicas: 2 },
    { engine: "tensorloom wasm", replicas: 2, activations: "float16" },
    { engine: "Keras" },
    { engine: "PyTorch" },
    // XLA computes the gradients of depthwise convolutions on CPUs in seconds.
    { engine: "JAX", warmUps: 1, steps: 2, once: true },
    { engine: "tensorloom wasm" },
    { engine: "tfjs-node" },
    { engine: "tfjs wasm" },
    { engine: "tfjs cpu", size: 64, warmUps: 0, steps: 1, once: true },
  ],
});
