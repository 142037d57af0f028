import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { useBackend } from "@tensorloom/backend";
import {
  BlockedLayout,
  emitTrainGraph,
  encodeModel,
  findRuntime,
  lowerModel,
} from "@tensorloom/onnx/internal";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import type { Load } from "../engines/load.ts";
import { network } from "../engines/network.ts";
import { vectorSet } from "../engines/vectorSet.ts";
import { machineRates } from "./machineRates.ts";
import { operatorTable } from "./operatorTable.ts";
import { type Profile, readProfile } from "./profileEvents.ts";
import { stepInputs } from "./stepInputs.ts";

/** The table by operator of a training step of EfficientNet on ONNX Runtime, of the blocked and of the standard graph. */
const { values } = parseArgs({
  options: {
    variant: { type: "string", default: "B0" },
    size: { type: "string", default: "224" },
    batch: { type: "string", default: "8" },
    steps: { type: "string", default: "5" },
    graphs: { type: "string", default: "blocked,standard" },
  },
});
const variant = values.variant as Load["variant"]; // an unknown one is refused by buildEfficientNet
const [size, batch, steps] = [values.size, values.batch, values.steps].map(Number);
const WARM_UPS = 2;

await useBackend("wasm");
const found = await findRuntime();
if (found.runtime === undefined) throw new Error(found.missing.reason);
const { block } = found.runtime;
const model = network({ variant, size });
const net = lowerModel(model);
const line = { bench: "trainStep", variant, size, batch };

/** Compiles a graph as the engine does, runs it, and reads its profile. */
async function profiled(blocked: BlockedLayout | undefined): Promise<Profile> {
  const loss = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
  const graph = emitTrainGraph(net, { batch, loss, blocked });
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-profile-"));
  try {
    const session = await InferenceSession.create(encodeModel(graph.model), {
      enableProfiling: true,
      profileFilePrefix: join(folder, "step"),
      enableMemPattern: false,
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: "0" }, dynamic_block_base: "4" } },
    });
    const feeds = Object.fromEntries(
      (await stepInputs(graph, model)).map(({ name, dims, data }) => [
        name,
        new Tensor("float32", data, dims),
      ]),
    );
    for (let step = 0; step < WARM_UPS + steps; step++) await session.run(feeds);
    session.endProfiling();
    await session.release();
    const [file] = readdirSync(folder);
    return readProfile(readFileSync(join(folder, file), "utf8"), WARM_UPS);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rates = await machineRates();
print({
  ...line,
  gflops: round(rates.gflops),
  gigabytesPerSecond: round(rates.gigabytes),
  block: block ?? "none",
  vectors: vectorSet(),
  node: process.versions.node,
});
for (const name of values.graphs.split(",")) {
  if (name === "blocked" && block === undefined) {
    print({ ...line, graph: name, skipped: "this machine's ONNX Runtime has no blocked operators" });
    continue;
  }
  const { kernels, runMs } = await profiled(
    name === "blocked" && block !== undefined ? new BlockedLayout(block) : undefined,
  );
  const rows = operatorTable(kernels, steps, rates);
  const sum = (read: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + read(row), 0);
  const stepMs = median(runMs);
  const total = { operator: "whole step", nodes: sum((row) => row.nodes), ms: stepMs };
  const floors = {
    floorMs: sum((row) => row.floorMs),
    gflop: sum((row) => row.gflop),
    megabytes: sum((row) => row.megabytes),
  };
  for (const row of [{ ...total, ...floors }, ...rows])
    print({
      ...line,
      graph: name,
      operator: row.operator,
      nodes: Math.round(row.nodes),
      ms: round(row.ms),
      share: round(row.ms / stepMs),
      floorMs: round(row.floorMs),
      gflop: round(row.gflop),
      megabytes: round(row.megabytes),
    });
}
