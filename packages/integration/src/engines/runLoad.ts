import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import { fromArray, type NDArray } from "@tensorloom/data";
import { binaryCrossEntropy, fit, predictBatches } from "@tensorloom/training";
import { setBackend, type Tensor, tensor, train } from "@tensorflow/tfjs-core";
import { median, print } from "../../../../.config/bench/measure.ts";
import type { Engine, Found, Load, PLACES } from "./load.ts";
import { network } from "./network.ts";

/** Runs one load, passed as JSON, and prints its time and memory. */
const load = JSON.parse(process.argv[2]) as Load; // as compareEngines.ts writes it
const rows = load.batch;
const inputs: NDArray<Float32Array> = {
  data: Float32Array.from({ length: rows * load.size ** 2 * 3 }, (_, i) => (Math.sin(i * 0.37) + 1) / 2),
  shape: [rows, load.size, load.size, 3],
};
const targets = { data: Float32Array.from({ length: rows }, (_, row) => row % 2), shape: [rows, 1] };

type NodeEngine = { [name in Engine]: (typeof PLACES)[name] extends "node" ? name : never }[Engine];

/** Brings up an engine; how depends on whose it is. */
const START: Readonly<Record<NodeEngine, () => Promise<unknown>>> = {
  "tensorloom onnxruntime": () => useBackend("wasm"),
  "tensorloom wasm": () => useBackend("wasm", { threads: load.threads, activations: load.activations }),
  "tfjs wasm": async () => {
    await import("@tensorflow/tfjs-backend-wasm");
    await setBackend("wasm");
  },
  "tfjs cpu": async () => {
    await import("@tensorflow/tfjs-backend-cpu");
    await setBackend("cpu");
  },
  "tfjs-node": () => useBackend("tensorflow"),
};

const engine = load.engine === "tensorloom onnxruntime" ? "onnxruntime" : "tfjs";

function isNodeEngine(name: Engine): name is NodeEngine {
  return name in START;
}

/** The process's computing time at the end of each step of `fit`, of all threads, in milliseconds. */
const computed: number[] = [];

/** The moment of each step's end, by our own loop: `fit` with as many replicas as asked for. */
async function fitSteps(): Promise<readonly number[]> {
  const ends: number[] = [];
  await fit(network(load), {
    train: fromArray([{ inputs, targets }]).repeat(),
    epochs: 1,
    stepsPerEpoch: load.warmUps + load.steps + 1,
    loss: binaryCrossEntropy(),
    schedule: 1e-4,
    replicas: load.replicas,
    engine,
    callbacks: [
      {
        onStepEnd() {
          ends.push(performance.now());
          const { user, system } = process.cpuUsage();
          computed.push((user + system) / 1000);
        },
      },
    ],
  });
  return ends;
}

async function predictSteps(): Promise<readonly number[]> {
  const ends: number[] = [];
  const whole = network(load);
  const model = engine === "tfjs" ? fuse(await foldBatchNorm(whole)) : whole;
  const source = fromArray([{ inputs }]).repeat(load.warmUps + load.steps + 1);
  for await (const { outputs } of predictBatches(model, source, { replicas: load.replicas, engine })) {
    if (outputs.shape[0] !== rows) throw new Error("a prediction is missing");
    ends.push(performance.now());
  }
  return ends;
}

/** The same by tfjs's own functions. */
async function stockSteps(): Promise<readonly number[]> {
  const model = network(load);
  model.compile({ optimizer: train.adam(1e-4), loss: "binaryCrossentropy" });
  const [x, y] = [inputs, targets].map(({ data, shape }) => tensor(data, [...shape], "float32"));
  const ends = [performance.now()];
  for (let step = 0; step < load.warmUps + load.steps; step++) {
    if (load.what === "train") await model.trainOnBatch(x, y);
    else await (model.predict(x) as Tensor).data(); // the network has one output
    ends.push(performance.now());
  }
  return ends;
}

async function measured(): Promise<Found> {
  if (!isNodeEngine(load.engine)) throw new Error(`${load.engine} does not run in Node`);
  await START[load.engine]();
  const ours = load.engine.startsWith("tensorloom");
  const steps = ours ? (load.what === "train" ? fitSteps : predictSteps) : stockSteps;
  const ends = await steps();
  const times = ends.slice(1).map((end, at) => end - ends[at]);
  const msPerImage = median(times.slice(load.warmUps)) / rows;
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { msPerImage, peakMegabytes, ...(computed.length > 0 ? { waiting: waitingShare(ends) } : {}) };
}

/** One minus the computing time of all threads divided by the replicas' time, over the steps that count. */
function waitingShare(ends: readonly number[]): number {
  const [from, to] = [load.warmUps, ends.length - 1];
  return Math.max(0, 1 - (computed[to] - computed[from]) / ((ends[to] - ends[from]) * load.replicas));
}

const found = await measured().catch((error: unknown): Found => {
  const { message } = error as Error; // anything else that is thrown has none either
  return { impossible: message.split("\n")[0].slice(0, 200) };
});
print(found);
process.exit(0);
