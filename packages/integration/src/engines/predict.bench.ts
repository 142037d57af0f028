import { compareEngines } from "./compareEngines.ts";

/** A prediction of EfficientNet; ours with batch normalisation folded. */
await compareEngines({
  what: "predict",
  batches: [8, 1],
  warmUps: 5,
  steps: 15,
  contestants: [
    { engine: "tensorloom onnxruntime" },
    { engine: "tensorloom wasm", replicas: 2, batch: 8 },
    { engine: "tensorloom wasm" },
    { engine: "onnxruntime Python" },
    { engine: "Keras" },
    { engine: "PyTorch" },
    { engine: "JAX" },
    { engine: "onnxruntime-web", threads: 2 },
    { engine: "onnxruntime-web", threads: 1 },
    { engine: "onnxruntime-web WebGPU" },
    { engine: "LiteRT.js", threads: 2 },
    { engine: "LiteRT.js", threads: 1 },
    { engine: "tfjs-node" },
    { engine: "tfjs wasm" },
    { engine: "tfjs cpu", batch: 1, warmUps: 0, steps: 1, once: true },
  ],
});
