/* A user's program, as it is bundled: picks a backend, trains, evaluates and predicts. */
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { decodeJpeg, encodeJpeg, jpegDecoder } from "@tensorloom/image";
import { binaryCrossEntropy, evaluate, fit, predict, sgd } from "@tensorloom/training";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { layers, sequential } from "@tensorflow/tfjs-layers";

const data = Float32Array.from({ length: 4 * 36 }, (_, i) => ((i * 7) % 13) / 13 + Math.floor(i / 36) / 4);
const batch = {
  inputs: { data, shape: [4, 6, 6, 1] },
  targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
};
const loss = binaryCrossEntropy();

function smallModel() {
  return sequential({
    layers: [
      layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [6, 6, 1], kernelInitializer: "ones" }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "zeros" }),
    ],
  });
}

globalThis.pick = useBackend;
globalThis.train = (options, model = smallModel()) =>
  fit(model, {
    train: fromArray([batch, batch]),
    epochs: 2,
    loss,
    optimizer: sgd(),
    schedule: 0.01,
    ...options,
  });
globalThis.lossesOf = ({ epochs }) => epochs.map(({ logs }) => logs.loss);
globalThis.run = async (name) => {
  const { reason } = await useBackend(name);
  const model = smallModel();
  const { epochs } = await train({}, model);
  const measured = await evaluate(model, fromArray([batch]), { loss });
  const { outputs } = await predict(model, fromArray([batch]));
  return {
    reason,
    isolated: globalThis.crossOriginIsolated,
    losses: epochs.map(({ logs }) => logs.loss),
    loss: measured.loss,
    outputs: [...outputs.data],
  };
};
/* As a program does that starts tfjs by itself. */
globalThis.startThreadedBuild = async (folder) => {
  setWasmPaths(folder);
  return [await setBackend("wasm"), await env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")];
};
/* JPEG in a browser: no code of Node may reach the page. */
globalThis.recode = async () => {
  const gray = { data: new Uint8Array(192).fill(128), height: 8, width: 8, channels: 3 };
  const { data } = await decodeJpeg(await encodeJpeg(gray));
  return { decoder: await jpegDecoder(), level: data[0] };
};
globalThis.ready = true;
