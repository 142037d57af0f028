import { createGradientReducer } from "@tensorloom/distributed";
import { connectMpi, measureLink, predictScaling } from "@tensorloom/mpi";
import { median } from "../../../.config/bench/measure.ts";

/** One rank of the benchmark: measures the link, then steps that compute and send gradients, and predicts them. */
const [computeMs, gradientBytes] = process.argv.slice(2).map(Number);
const bucketBytes = 2 ** 20;
const communicator = await connectMpi();
const { rank, size, barrier, library } = communicator;
const link = measureLink(communicator, { rounds: 5 });

const layers = Array.from({ length: Math.ceil(gradientBytes / 2 ** 18) }, () => new Float32Array(2 ** 16));
const work = new Float32Array(2 ** 12);
function compute(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;)
    for (let i = 0; i < work.length; i++) work[i] = work[i] * 0.5 + 1;
}

function stepMs(run: () => void): number {
  const times: number[] = [];
  for (let step = 0; step < 6; step++) {
    barrier();
    const start = performance.now();
    compute(computeMs / 3); // the forward pass
    run();
    if (step > 0) times.push(performance.now() - start);
  }
  return median(times);
}

const perLayer = (computeMs * 2) / 3 / layers.length;
function overlapped(compression?: "bfloat16"): number {
  const reducer = createGradientReducer(communicator, { bucketBytes, compression });
  return stepMs(() => {
    for (const layer of layers) {
      compute(perLayer);
      reducer.add(layer);
    }
    reducer.finish();
  });
}
const afterwards = createGradientReducer(communicator, { bucketBytes });
const serial = stepMs(() => {
  compute((computeMs * 2) / 3);
  for (const layer of layers) afterwards.add(layer);
  afterwards.finish();
});
const measured = { serial, overlapped: overlapped(), compressed: overlapped("bfloat16") };
const bytes = layers.length * 2 ** 18;
const settings = { computeMs, gradientBytes: bytes, bucketBytes };
const predicted = {
  serial: predictScaling(link, { ...settings, ranks: [size], overlap: false })[0].stepMs,
  overlapped: predictScaling(link, { ...settings, ranks: [size] })[0].stepMs,
  compressed: predictScaling(link, {
    ...settings,
    gradientBytes: bytes / 2,
    bucketBytes: bucketBytes / 2,
    ranks: [size],
  })[0].stepMs,
};
const efficiency = Object.fromEntries(
  predictScaling(link, { ...settings, ranks: [8, 64, 512] }).map((at) => [at.ranks, at.efficiency]),
);
if (rank === 0)
  console.log(
    JSON.stringify({ library, size, link, computeMs, gradientBytes: bytes, predicted, measured, efficiency }),
  );
