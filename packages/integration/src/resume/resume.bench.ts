import { getBackend } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { type Batch, binaryCrossEntropy, fit, type FitOptions } from "@tensorloom/training";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import { network } from "../engines/network.ts";

/**
 * What checkpoints cost: `npm run bench -- resume`.
 *
 * EfficientNet-B0 trains with Adam, in rounds with and without a checkpoint in their middle, which take turns. The time
 * of a checkpoint is what the round with it takes more, writing beside the steps included; `perMinute` is its share of a
 * minute. `copies` is the memory that it needs at most, in sizes of the state.
 */
const { values } = parseArgs({
  options: {
    size: { type: "string", default: "224" },
    batch: { type: "string", default: "4" },
    steps: { type: "string", default: "12" },
    rounds: { type: "string", default: "5" },
  },
});
const [size, batch, steps, rounds] = [values.size, values.batch, values.steps, values.rounds].map(Number);

function batchOf(): Batch {
  const length = batch * size * size * 3;
  return {
    inputs: {
      data: Float32Array.from({ length }, (_, at) => Math.abs(Math.sin(at))),
      shape: [batch, size, size, 3],
    },
    targets: { data: Float32Array.from({ length: batch }, (_, at) => at % 2), shape: [batch] },
  };
}

await useBackend("wasm");
const model = network({ variant: "B0", size });
const train = fromArray(Array.from({ length: steps }, batchOf));
const folder = mkdtempSync(join(tmpdir(), "resume-bench-"));
let engine = "";
const arrays: number[] = [];

interface Round {
  readonly ms: number;
  /** Milliseconds of all threads together, which a busy machine does not lengthen. */
  readonly cpuMs: number;
  readonly bytes: number;
}

/** Milliseconds of a round, until its checkpoint is written, and the most memory of arrays after a step. */
async function runRound(checkpoint: FitOptions["checkpoint"]): Promise<Round> {
  let [begin, end, bytes] = [0, 0, 0];
  let cpu = process.cpuUsage();
  let spent = cpu;
  const history = await fit(model, {
    train,
    epochs: 1,
    loss: binaryCrossEntropy(),
    metrics: [],
    checkpoint,
    callbacks: [
      {
        onStepEnd({ step }) {
          end = performance.now();
          if (step === 0) [begin, cpu] = [end, process.cpuUsage()]; // the first step compiles
          spent = process.cpuUsage(cpu);
          bytes = Math.max(bytes, process.memoryUsage().arrayBuffers);
        },
      },
    ],
  });
  engine = history.engine?.label ?? "";
  return { ms: end - begin, cpuMs: (spent.user + spent.system) / 1000, bytes };
}

const [without, within]: [Round[], Round[]] = [[], []];
let stateBytes = 0;
for (let at = 0; at <= rounds; at++) {
  const plain = await runRound(undefined);
  const own = join(folder, String(at));
  const every = { steps: Math.floor(steps / 3), epochs: 1000 };
  const saving = await runRound({ folder: own, every, keep: 1 });
  const [name] = readdirSync(own);
  stateBytes = statSync(join(own, name)).size;
  rmSync(own, { recursive: true });
  if (at === 0) continue; // the first round warms up
  without.push(plain);
  within.push(saving);
  arrays.push(saving.bytes - plain.bytes);
}
rmSync(folder, { recursive: true });
const medianOf = (all: readonly Round[], key: "ms" | "cpuMs"): number => median(all.map((one) => one[key]));
const [checkpointMs, checkpointCpuMs] = (["ms", "cpuMs"] as const).map(
  (key) => (medianOf(within, key) - medianOf(without, key)) / 2, // two of the three are written beside steps
);
print({
  bench: "resume",
  variant: "B0",
  size,
  batch,
  backend: getBackend(),
  engine,
  stepMs: round(medianOf(without, "ms") / (steps - 1)),
  checkpointMs: round(checkpointMs),
  checkpointCpuMs: round(checkpointCpuMs),
  perMinute: `${String(round((100 * checkpointMs) / 60_000))} %`,
  stateMB: round(stateBytes / 2 ** 20),
  copies: round(median(arrays) / stateBytes),
});
