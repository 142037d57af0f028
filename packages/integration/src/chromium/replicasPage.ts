import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { type ReplicaWorker } from "@tensorloom/distributed";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { binaryCrossEntropy, fit } from "@tensorloom/training";

/** A run of the benchmark of replicas in Web Workers. */
export interface PageRun {
  readonly replicas: number;
  /** Threads of each kernel if there is one replica. */
  readonly threads: number;
  readonly size: number;
  readonly batch: number;
  readonly warmUps: number;
  readonly steps: number;
}

/** The milliseconds of each step, and the longest time for which the page's thread was busy. */
export interface PageTimes {
  readonly times: readonly number[];
  readonly longestTask: number;
}

async function timeSteps({ replicas, threads, size, batch, warmUps, steps }: PageRun): Promise<PageTimes> {
  await useBackend("wasm", { threads });
  const model = buildEfficientNet("B0", {
    ...{ preprocessing: "unit", classes: 1, activation: "sigmoid" },
    inputShape: [size, size, 3],
  });
  const inputs = { data: new Float32Array(batch * size ** 2 * 3).fill(0.5), shape: [batch, size, size, 3] };
  const targets = { data: Float32Array.from({ length: batch }, (_, row) => row % 2), shape: [batch, 1] };
  const ends: number[] = [];
  let [longestTask, last, isRunning] = [0, 0, true];
  function beat(): void {
    if (ends.length > warmUps) longestTask = Math.max(longestTask, performance.now() - last);
    last = performance.now();
    if (isRunning) setTimeout(beat);
  }
  beat();
  await fit(model, {
    train: fromArray([{ inputs, targets }]).repeat(),
    ...{ epochs: 1, stepsPerEpoch: warmUps + steps + 1, loss: binaryCrossEntropy(), schedule: 1e-4 },
    engine: "tfjs",
    replicas: {
      count: replicas,
      worker: (): ReplicaWorker => new Worker("replica.js", { type: "module" }),
    },
    callbacks: [{ onStepEnd: () => void ends.push(performance.now()) }],
  });
  isRunning = false;
  return { times: ends.slice(1).map((end, at) => end - ends[at]), longestTask };
}

Object.assign(globalThis, { timeSteps, ready: true });
