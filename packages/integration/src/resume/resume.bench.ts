import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { type Batch, binaryCrossEntropy, type Callback, fit, type FitOptions } from "@tensorloom/training";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import { network } from "../engines/network.ts";

/**
 * What checkpoints cost: `npm run bench -- resume`.
 *
 * EfficientNet-B0 trains with Adam, in rounds without checkpoints and with one after every step, which take turns. The
 * additional time of a step is that of a checkpoint, writing included; its share of a minute is the cost of one checkpoint a minute.
 * Milliseconds of `Cpu` are those of all threads together, which a busy machine does not lengthen. `copies` is the memory
 * that a checkpoint holds when everything is copied, in sizes of the state.
 */
const { values } = parseArgs({
  options: {
    size: { type: "string", default: "224" },
    batch: { type: "string", default: "4" },
    steps: { type: "string", default: "8" },
    rounds: { type: "string", default: "3" },
    engine: { type: "string", default: "auto" },
  },
});
const [size, batch, steps, rounds] = [values.size, values.batch, values.steps, values.rounds].map(Number);
const engine = values.engine as FitOptions["engine"]; // fit refuses others

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void; // the flag defines it

/** Bytes of all arrays outside the heap that are in use. */
function arrayBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

function batchOf(): Batch {
  const length = batch * size * size * 3;
  const data = Float32Array.from({ length }, (_, at) => Math.abs(Math.sin(at)));
  return {
    inputs: { data, shape: [batch, size, size, 3] },
    targets: { data: Float32Array.from({ length: batch }, (_, at) => at % 2), shape: [batch] },
  };
}

await useBackend("wasm");
const model = network({ variant: "B0", size });
const train = fromArray(Array.from({ length: steps }, batchOf));
const folder = mkdtempSync(join(tmpdir(), "resume-bench-"));

/** Milliseconds of each step but the first, which compiles. */
interface Round {
  readonly ms: number[];
  readonly cpuMs: number[];
}

async function runRound(into: Round, changes: Partial<FitOptions>): Promise<string> {
  let [before, cpu] = [0, process.cpuUsage()];
  const watch: Callback = {
    onStepEnd({ step }) {
      const [now, spent] = [performance.now(), process.cpuUsage(cpu)];
      if (step > 0) {
        into.ms.push(now - before);
        into.cpuMs.push((spent.user + spent.system) / 1000);
      }
      [before, cpu] = [now, process.cpuUsage()];
    },
  };
  const callbacks = [watch, ...(changes.callbacks ?? [])];
  const loss = binaryCrossEntropy();
  const history = await fit(model, { train, epochs: 1, loss, metrics: [], engine, ...changes, callbacks });
  return history.engine?.label ?? "";
}

const [without, within, unused]: Round[] = [0, 1, 2].map(() => ({ ms: [], cpuMs: [] }));
let [label, stateBytes, copies] = ["", 0, 0];
for (let at = 0; at < rounds; at++) {
  label = await runRound(without, {});
  const checkpoint = { folder: join(folder, String(at)), every: { steps: 1 }, keep: 1 };
  await runRound(within, { checkpoint });
  stateBytes = statSync(join(checkpoint.folder, readdirSync(checkpoint.folder)[0])).size;
}
let idle = 0;
/** Its state is the last that is copied. */
const probe: Callback = {
  onStepEnd() {
    idle = arrayBytes();
  },
  state() {
    copies = Math.max(copies, (arrayBytes() - idle) / stateBytes);
    return {};
  },
};
await runRound(unused, {
  train: train.take(4),
  checkpoint: { folder: join(folder, "memory"), every: { steps: 2 } },
  callbacks: [probe],
});
rmSync(folder, { recursive: true });
const [stepMs, stepCpuMs] = [median(without.ms), median(without.cpuMs)];
const [checkpointMs, checkpointCpuMs] = [median(within.ms) - stepMs, median(within.cpuMs) - stepCpuMs];
const figures = { stepMs, stepCpuMs, checkpointMs, checkpointCpuMs, stateMB: stateBytes / 2 ** 20, copies };
print({
  ...{ bench: "resume", variant: "B0", size, batch, engine: label },
  ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)])),
  oneAMinute: `${String(round((100 * checkpointCpuMs) / 60_000))} % of the processor's time`,
});
