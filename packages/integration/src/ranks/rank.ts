/** A rank of `ranks.bench.ts`: trains B0, and rank 0 prints the milliseconds of a step: `rank.ts THREADS SIZE STEPS`. */
import { useBackend } from "@tensorloom/backend";
import { range, stack } from "@tensorloom/data";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { binaryCrossEntropy, fit, processRank } from "@tensorloom/training";
import { layers, sequential } from "@tensorflow/tfjs-layers";

const [threads, size, steps] = process.argv.slice(2).map(Number);
const ROWS = 8;
const WARM_UP = 3;

await useBackend("wasm");
const inputShape = [size, size, 3] as const;
const model = sequential({
  layers: [
    buildEfficientNet("B0", { preprocessing: "unit", top: false, inputShape, pooling: "avg" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ],
});
const image = (n: number): { data: Float32Array; shape: number[] } => ({
  data: Float32Array.from({ length: size * size * 3 }, (_, i) => Math.sin(i * 0.37 + n)),
  shape: [...inputShape],
});
const images = [image(0), image(1)];
const train = range(ROWS * (WARM_UP + steps))
  .map((n) => ({ inputs: images[n % 2], targets: n % 2 }))
  .batch(ROWS, { collate: stack });
const ends: number[] = [];
await fit(model, {
  train,
  epochs: 1,
  loss: binaryCrossEntropy(),
  metrics: [],
  engine: "tfjs",
  replicas: { count: threads, ranks: true },
  callbacks: [{ onStepEnd: () => void ends.push(performance.now()) }],
});
const times = ends.slice(1).map((end, at) => end - ends[at]);
if (processRank().rank === 0) process.stdout.write(`${JSON.stringify(times.slice(WARM_UP))}\n`);
