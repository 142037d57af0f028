import { spawnSync } from "node:child_process";
import { buildEfficientNet, type Variant } from "@tensorloom/efficientnet";
import { useBackend } from "@tensorloom/backend";
import { print } from "../../../../.config/bench/measure.ts";
import { fitWithin } from "./fitWithin.ts";

/**
 * Train steps of `fit` with `maxMemory` on wasm: the plan, and the memory that was taken. A process each: wasm's memory
 * never shrinks.
 *
 * `npm run bench -- maxMemory` for all; `npm run bench -- maxMemory '{"variant":"B0","size":224,"batch":16,"maxMemory":"400 MB"}'` for one.
 */
interface Load {
  readonly variant: Variant;
  readonly size: number;
  readonly batch: number;
  readonly maxMemory: string;
  readonly ema?: boolean;
}

const LOADS: readonly Load[] = [
  { variant: "B0", size: 224, batch: 16, maxMemory: "2 GB" },
  { variant: "B0", size: 224, batch: 16, maxMemory: "800 MB" },
  { variant: "B0", size: 224, batch: 16, maxMemory: "400 MB" },
  { variant: "B0", size: 224, batch: 16, maxMemory: "400 MB", ema: true },
  { variant: "B2", size: 260, batch: 8, maxMemory: "600 MB" },
  { variant: "B0", size: 512, batch: 8, maxMemory: "1 GB" },
  { variant: "B4", size: 380, batch: 4, maxMemory: "1 GB" },
  { variant: "B6", size: 528, batch: 2, maxMemory: "1.5 GB" },
  { variant: "B0", size: 1024, batch: 4, maxMemory: "2 GB" },
];
const CASE = "TENSORLOOM_MAX_MEMORY_CASE";
const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

const load = process.env[CASE];
if (load !== undefined) {
  await useBackend("wasm");
  const { variant, size, batch, maxMemory, ema } = JSON.parse(load) as Load;
  const model = buildEfficientNet(variant, {
    preprocessing: "none",
    classes: 1,
    activation: "sigmoid",
    inputShape: [size, size, 3],
    seed: 1,
  });
  const { plan, held, heap, seconds } = await fitWithin(model, [batch, size, size, 3], {
    maxMemory,
    ...(ema === true ? { ema: {} } : {}),
  });
  print({
    variant,
    size,
    batch,
    maxMemory,
    ema,
    microBatch: plan?.microBatch,
    recompute: plan !== undefined && plan.recompute !== false,
    plannedMegabytes: megabytes(plan?.bytes ?? 0),
    heldMegabytes: megabytes(held),
    heapMegabytes: megabytes(heap),
    residentMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    secondsPerStep: Math.round(10 * seconds) / 10,
  });
} else {
  const one = process.argv.at(2);
  for (const load of one === undefined ? LOADS : [JSON.parse(one) as Load])
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1, 2)], {
      env: { ...process.env, [CASE]: JSON.stringify(load) },
      stdio: "inherit",
    });
}
