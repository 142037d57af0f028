/**
 * When ONNX Runtime repays compiling: `npm run bench -- engine`. For several networks, the seconds that the first step takes
 * more than the others on ONNX Runtime, and the seconds of a step on both engines; the last column is the number of
 * multiplications of a step after which a run is even.
 */
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { lowerModel } from "@tensorloom/onnx/internal";
import { print, round } from "../../../.config/bench/measure.ts";
import { multiplicationsPerRow } from "../src/engine/rowWork.ts";
import { type Batch, binaryCrossEntropy, fit, predict } from "../src/index.ts";

const ROWS = 8;
const STEPS = 12;

/** Convolutions of 3x3 with batch normalisation, each half as large as the one before, and a head. */
function convolutions(depth: number, side: number, filters: number): LayersModel {
  const net = sequential();
  for (let at = 0; at < depth; at++) {
    const inputs = at === 0 ? { inputShape: [side, side, 3] } : {};
    const strides = at % 2 === 0 ? 2 : 1;
    net.add(layers.conv2d({ filters, kernelSize: 3, strides, padding: "same", useBias: false, ...inputs }));
    net.add(layers.batchNormalization());
    net.add(layers.activation({ activation: "relu" }));
  }
  net.add(layers.globalAveragePooling2d({ dataFormat: "channelsLast" }));
  net.add(layers.dense({ units: 1, activation: "sigmoid" }));
  return net;
}

function head(inputs: number, units: number): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units, activation: "relu", inputShape: [inputs] }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
}

const NETS: Readonly<Record<string, () => LayersModel>> = {
  "head 1280-64": () => head(1280, 64),
  "head 1280-1024": () => head(1280, 1024),
  "2 convolutions, 32x32x16": () => convolutions(2, 32, 16),
  "4 convolutions, 64x64x32": () => convolutions(4, 64, 32),
  "8 convolutions, 96x96x32": () => convolutions(8, 96, 32),
};

function batchOf(net: LayersModel): Batch {
  const shape = [ROWS, ...net.inputs[0].shape.slice(1).map((side) => side ?? 1)];
  const size = shape.reduce((product, side) => product * side, 1);
  return {
    inputs: { data: Float32Array.from({ length: size }, (_, at) => Math.sin(at)), shape },
    targets: { data: Float32Array.from({ length: ROWS }, (_, at) => at % 2), shape: [ROWS] },
  };
}

/** The first of some seconds, and the median of the others. */
function firstAndMedian(seconds: readonly number[]): readonly [number, number] {
  const others = seconds.slice(2).toSorted((a, b) => a - b);
  return [seconds[0], others[Math.floor(others.length / 2)]];
}

async function measure(net: LayersModel, engine: "onnxruntime" | "tfjs", training: boolean) {
  const seconds: number[] = [];
  let before = performance.now();
  const lap = (): void => {
    const now = performance.now();
    seconds.push((now - before) / 1000);
    before = now;
  };
  const batches = fromArray(Array.from({ length: STEPS }, () => batchOf(net)));
  if (training) {
    const callbacks = [{ onStepEnd: lap }];
    await fit(net, { train: batches, epochs: 1, loss: binaryCrossEntropy(), engine, metrics: [], callbacks });
  } else await predict(net, batches, { engine, onProgress: lap });
  return firstAndMedian(seconds);
}

await useBackend("wasm");
for (const [name, create] of Object.entries(NETS))
  for (const training of [true, false]) {
    const net = create();
    const lowered = lowerModel(net);
    const work = multiplicationsPerRow(lowered) * ROWS * (training ? 3 : 1);
    const [, tfjs] = await measure(net, "tfjs", training);
    const [first, onnx] = await measure(net, "onnxruntime", training);
    const even = tfjs > onnx ? ((first - onnx) / (tfjs - onnx)) * work : Infinity;
    const compile = first - onnx;
    const line = { work, tfjs, onnx, compile, even };
    const rounded = Object.fromEntries(Object.entries(line).map(([key, value]) => [key, round(value)]));
    print({ name, training, ops: lowered.ops.length, ...rounded });
  }
