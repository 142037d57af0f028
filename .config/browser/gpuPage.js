/* A page that trains a small network on the GPU, and predicts. */
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { adam, binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { add, backend, memory, ones } from "@tensorflow/tfjs-core";
import { batchesOf, setWeights } from "../../packages/integration/fixtures/setWeights.ts";
import { smallMbConv } from "../../packages/integration/src/chromium/smallModels.ts";

const load = (name) =>
  name === "@tensorflow/tfjs-backend-webgpu"
    ? import("@tensorflow/tfjs-backend-webgpu")
    : Promise.reject(
        Object.assign(new Error(`Cannot find package '${name}'`), { code: "ERR_MODULE_NOT_FOUND" }),
      );

globalThis.choose = async (name) => {
  const { reason } = await useBackend(name, { load });
  return { reason };
};
/*
 * Loads ONNX Runtime as a page does, and the backend beside it. The GPU in software passes for one in hardware, since the
 * engine would leave it alone.
 */
globalThis.loadOnnxRuntime = async () => {
  const { gpu } = navigator;
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await request(options);
    Object.defineProperty(adapter, "info", { value: { vendor: "as if in hardware" } });
    return adapter;
  };
  const ort = await import(new URL("./ort/ort.webgpu.min.mjs", location.href).href);
  ort.env.wasm.wasmPaths = new URL("./ort/", location.href).href;
  globalThis.ort = ort;
  await useBackend("wasm", { wasmFolder: "/tfjs/" });
};
/* Losses, predictions, the engines of both, and how many tensors are left. */
globalThis.train = async ({ steps, rows, side, engine = "tfjs" }) => {
  const before = memory().numTensors;
  const model = smallMbConv();
  setWeights(model);
  const train = fromArray([...batchesOf(steps, rows, side)]);
  const losses = [];
  const engines = [];
  const onEngine = ({ label }) => void engines.push(label);
  const callbacks = [
    { onBegin: (run) => onEngine(run.engine), onStepEnd: ({ loss }) => void losses.push(loss) },
  ];
  const optimizer = adam({ epsilon: 1e-3 });
  await fit(model, { train, epochs: 1, loss: binaryCrossEntropy(), optimizer, engine, callbacks });
  const { outputs } = await predict(model, train, { engine, onEngine });
  model.dispose();
  return { losses, outputs: [...outputs.data], left: memory().numTensors - before, engines };
};
/* The error of a read after the device was lost. */
globalThis.lose = async () => {
  await useBackend("webgpu", { load });
  const x = ones([5000]);
  backend().device.destroy();
  return add(x, 1)
    .data()
    .then(String, ({ name, message }) => `${name}: ${message}`);
};
globalThis.ready = true;
