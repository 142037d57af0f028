import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { print, round } from "../../../../.config/bench/measure.ts";
import type { Found, Load, Variant } from "./load.ts";
import { runInNode } from "./runInNode.ts";
import { vectorSet } from "./vectorSet.ts";

/**
 * How training with replicas scales on this machine: EfficientNet on wasm, one line for each number of replicas.
 *
 * `efficiency`: the time of one replica for a batch, divided by the replicas' time for it and their number (strong scaling).
 * `weakEfficiency`: the time of one replica for its rows, divided by that of all for so many rows each. `separate`: the same
 * for separate processes that exchange nothing, at the same time: the most that the machine allows.
 * `waiting`: the share of the replicas' time in which they did not compute. `padding`: replicas that got no row of the batch,
 * and computed one that is ignored.
 *
 * Arguments: `--replicas 1,2,4`, `--rows 4` (of a replica), `--batch 8` (default: rows times the most replicas), `--steps 7`,
 * `--variant B0`, `--size 224`.
 */
const option = { type: "string" } as const;
const { values } = parseArgs({
  options: { replicas: option, rows: option, batch: option, steps: option, variant: option, size: option },
});
const cores = availableParallelism();
const counts = values.replicas?.split(",").map(Number) ?? Array.from({ length: cores }, (_, at) => at + 1);
const rows = Number(values.rows ?? 4);
const batch = Number(values.batch ?? rows * Math.max(...counts));
const variant = (values.variant ?? "B0") as Variant; // an unknown one fails in the process that builds it
const settings = { variant, size: Number(values.size ?? 224), warmUps: 3, steps: Number(values.steps ?? 7) };
/** One core for each replica: otherwise the kernels of a single one use them all. */
const threads = 1;

type Measured = Extract<Found, { readonly msPerImage: number }>;

async function measure(replicas: number, rowsOfBatch: number): Promise<Measured> {
  const load: Load = {
    what: "train",
    engine: "tensorloom wasm",
    replicas,
    batch: rowsOfBatch,
    threads,
    ...settings,
  };
  const found = await runInNode(load);
  if ("msPerImage" in found) return found;
  throw new Error(`bench: ${JSON.stringify(found)}`);
}

/** Each load runs once, however often it is asked for. */
const known = new Map<string, Promise<Measured>>();
async function run(replicas: number, rowsOfBatch: number): Promise<Measured> {
  const key = `${String(replicas)} ${String(rowsOfBatch)}`;
  const running = known.get(key) ?? measure(replicas, rowsOfBatch);
  known.set(key, running);
  return running;
}

const alone = await run(1, batch);
const aloneWithRows = await run(1, rows);
for (const replicas of counts) {
  const together = await run(replicas, batch);
  const weak = await run(replicas, rows * replicas);
  const processes = await Promise.all(Array.from({ length: replicas }, () => measure(1, rows)));
  const slowest = Math.max(...processes.map(({ msPerImage }) => msPerImage));
  print({
    bench: "scaling",
    replicas,
    batch,
    msPerStep: round(together.msPerImage * batch),
    imagesPerSecond: round(1000 / together.msPerImage),
    efficiency: round(alone.msPerImage / (replicas * together.msPerImage)),
    weakEfficiency: round(aloneWithRows.msPerImage / (replicas * weak.msPerImage)),
    separate: round(aloneWithRows.msPerImage / slowest),
    waiting: round(together.waiting ?? 0),
    megabytesPerReplica: Math.round((together.peakMegabytes ?? 0) / replicas),
    padding: Math.max(0, replicas - batch),
  });
}
const [cpu] = cpus();
print({ machine: cpu.model, cores, vectors: vectorSet(), node: process.versions.node, ...settings, rows });
