import { connectMpi } from "@tensorloom/mpi";
import { median } from "../../../.config/bench/measure.ts";

/** One rank of the benchmark: as `allReduce.c`, then computing while gradients travel. */
const { rank, allReduce, barrier, startAllReduce } = await connectMpi();
const [mode, ...sizes] = process.argv.slice(2);

function medianOf(run: () => void, times: number): number {
  const rounds: number[] = [];
  for (let round = -2; round < 7; round++) {
    barrier();
    const start = performance.now();
    for (let time = 0; time < times; time++) run();
    if (round >= 0) rounds.push((1000 * (performance.now() - start)) / times);
  }
  return median(rounds);
}

if (mode === "all-reduce")
  for (const bytes of sizes.map(Number)) {
    const values = new Float32Array(bytes / 4);
    const times = Math.floor(4_194_304 / (bytes + 8192)) + 2;
    const microseconds = medianOf(() => allReduce(values), times);
    if (rank === 0) console.log(`${String(bytes)} ${String(microseconds)}`);
  }
else {
  // twenty layers: each takes a millisecond to compute, and has a megabyte of gradients
  const layers = Array.from({ length: 20 }, () => new Float32Array(1 << 18));
  const computed = new Float32Array(1 << 12);
  const compute = (): void => {
    for (const end = performance.now() + 1; performance.now() < end;)
      for (let i = 0; i < computed.length; i++) computed[i] = computed[i] * 0.5 + 1;
  };
  const computeOnly = medianOf(() => {
    for (const layer of layers) if (layer.length > 0) compute();
  }, 1);
  const reduceOnly = medianOf(() => {
    for (const layer of layers) allReduce(layer);
  }, 1);
  const overlapped = medianOf(() => {
    const pending = layers.map((layer, at) => {
      compute();
      const started = startAllReduce(layer);
      return { at, started };
    });
    for (const { started } of pending) started.wait();
  }, 1);
  if (rank === 0) console.log(`${String(computeOnly)} ${String(reduceOnly)} ${String(overlapped)}`);
}
