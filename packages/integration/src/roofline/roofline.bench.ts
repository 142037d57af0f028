import { parseArgs } from "node:util";
import { useBackend } from "@tensorloom/backend";
import { kernelThreads, watchJobs } from "@tensorloom/backend/internal";
import { fromArray, type NDArray } from "@tensorloom/data";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { binaryCrossEntropy, fit, predictBatches } from "@tensorloom/training";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import type { Load } from "../engines/load.ts";
import { network } from "../engines/network.ts";
import { vectorSet } from "../engines/vectorSet.ts";
import { type KernelCall, watchKernels } from "./kernelCall.ts";
import { compileLoops } from "./compileLoops.ts";
import { jobCall } from "./jobCall.ts";
import { machineRates } from "./machineRates.ts";
import { rooflineTable } from "./rooflineTable.ts";

/**
 * The kernels of a prediction and of a training step of EfficientNet on our wasm engine, beside their floors, on all threads.
 *
 * Arguments: `--what predict,train`, `--batch 4`, `--variant B0`, `--size 224`, `--steps 7`, `--warmUps 3`, `--by shape` or
 * `kernel`, `--top 30` (rows printed of each).
 */
const { values } = parseArgs({
  options: {
    what: { type: "string", default: "predict,train" },
    variant: { type: "string", default: "B0" },
    size: { type: "string", default: "224" },
    batch: { type: "string", default: "4" },
    steps: { type: "string", default: "7" },
    warmUps: { type: "string", default: "3" },
    by: { type: "string", default: "shape" },
    top: { type: "string", default: "1000" },
  },
});
const variant = values.variant as Load["variant"]; // an unknown one is refused by buildEfficientNet
const [size, batch, steps, warmUps] = [values.size, values.batch, values.steps, values.warmUps].map(Number);
const { by } = values;
if (by !== "kernel" && by !== "shape")
  throw new RangeError(`roofline: --by must be kernel or shape, got ${by}`);

const inputs: NDArray<Float32Array> = {
  data: Float32Array.from({ length: batch * size ** 2 * 3 }, (_, i) => (Math.sin(i * 0.37) + 1) / 2),
  shape: [batch, size, size, 3],
};
const targets = { data: Float32Array.from({ length: batch }, (_, row) => row % 2), shape: [batch, 1] };

/** The calls of each step after the first ones, and how long those steps took. */
interface Watched {
  readonly calls: readonly (readonly KernelCall[])[];
  readonly milliseconds: readonly number[];
}

async function watched(run: (onStep: () => void) => Promise<unknown>): Promise<Watched> {
  const [calls, milliseconds]: [KernelCall[][], number[]] = [[], []];
  let step: KernelCall[] = [];
  let [start, done] = [performance.now(), 0];
  const restore = watchKernels("wasm", (call) => step.push(call));
  const stopJobs = watchJobs((job, ms) => step.push(jobCall(job, ms)));
  try {
    await run(() => {
      if (done++ > warmUps) {
        calls.push(step);
        milliseconds.push(performance.now() - start);
      }
      step = [];
      start = performance.now();
    });
  } finally {
    restore();
    stopJobs();
  }
  return { calls, milliseconds };
}

const RUNS: Readonly<Record<string, (onStep: () => void) => Promise<unknown>>> = {
  async predict(onStep) {
    const model = fuse(await foldBatchNorm(network({ variant, size })));
    const source = fromArray([{ inputs }]).repeat(warmUps + steps + 1);
    for await (const { ids } of predictBatches(model, source, { engine: "tfjs" }))
      if (ids.length > 0) onStep();
  },
  train: (onStep) =>
    fit(network({ variant, size }), {
      train: fromArray([{ inputs, targets }]).repeat(),
      epochs: 1,
      stepsPerEpoch: warmUps + steps + 1,
      loss: binaryCrossEntropy(),
      schedule: 1e-4,
      engine: "tfjs",
      callbacks: [{ onStepEnd: onStep }],
    }),
};

await useBackend("wasm");
const loops = { plain: await compileLoops(false), relaxed: await compileLoops(true) };
for (const what of values.what.split(",")) {
  if (!(what in RUNS)) throw new RangeError(`roofline: --what must be predict or train, got ${what}`);
  const { calls, milliseconds } = await watched(RUNS[what]);
  const fused = WebAssembly.validate(loops.relaxed); // our kernels have set what Node 20 needs
  const threads = kernelThreads();
  const rates = await machineRates(fused ? loops.relaxed : loops.plain, threads);
  const rows = rooflineTable(calls, rates, by);
  const line = { bench: "roofline", what };
  for (const row of rows.slice(0, Number(values.top)))
    print({
      ...line,
      kernel: row.kernel,
      ...(row.shape === "" ? {} : { shape: row.shape }),
      calls: Math.round(row.calls),
      ms: round(row.ms),
      floorMs: round(row.floorMs),
      ...(row.floorMs > 0 ? { ratio: round(row.ms / row.floorMs) } : {}),
      lostMs: round(row.ms - row.floorMs),
      gflop: round(row.gflop),
      megabytes: round(row.megabytes),
    });
  const sum = (read: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + read(row), 0);
  const whole = median(milliseconds);
  print({ ...line, kernel: "between the kernels", ms: round(whole - sum(({ ms }) => ms)) });
  print({
    ...line,
    kernel: "all",
    ms: round(whole),
    inKernelsMs: round(sum(({ ms }) => ms)),
    floorMs: round(sum(({ floorMs }) => floorMs)),
    ratio: round(whole / sum(({ floorMs }) => floorMs)),
    gflop: round(sum(({ gflop }) => gflop)),
    megabytes: round(sum(({ megabytes }) => megabytes)),
    msPerImage: round(whole / batch),
    ...{ variant, size, batch, steps },
    threads,
    gflopsPerSecond: round(rates.gflops),
    gigabytesPerSecond: round(rates.gigabytes),
    fused,
    vectors: vectorSet(),
    node: process.versions.node,
  });
}
