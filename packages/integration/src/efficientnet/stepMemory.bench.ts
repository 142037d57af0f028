import { spawnSync } from "node:child_process";
import {
  backend,
  dispose,
  losses,
  randomUniform,
  type Scalar,
  tensor2d,
  tidy,
  type Tensor,
  variable,
  Variable,
  variableGrads,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { updateVariables } from "@tensorloom/backend/internal";
import { fuse, type Recompute, stepMemory } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet, type Variant } from "@tensorloom/efficientnet";
import { print, round } from "../../../../.config/bench/measure.ts";
import { WasmMeter } from "./wasmMeter.ts";

/**
 * The memory and time of a training step (Adam, binary cross-entropy) on wasm, what it keeps computed again or not, beside
 * the estimate of `stepMemory`. A process each: wasm's memory never shrinks.
 *
 * `npm run bench -- stepMemory` for all; `npm run bench -- stepMemory '{"variant":"B0","size":128,"batch":4,"recompute":false}'` for one.
 */
interface Load {
  readonly variant: Variant;
  readonly size: number;
  readonly batch: number;
  readonly recompute: Recompute;
}

const MEGABYTE = 2 ** 20;

const LOADS: readonly Load[] = [
  { variant: "B0", size: 128, batch: 4, recompute: false },
  { variant: "B0", size: 128, batch: 4, recompute: true },
  { variant: "B0", size: 224, batch: 8, recompute: false },
  { variant: "B0", size: 224, batch: 8, recompute: { bytes: 400 * MEGABYTE } },
  { variant: "B0", size: 224, batch: 8, recompute: { every: 20 } },
  { variant: "B0", size: 224, batch: 8, recompute: true },
  { variant: "B1", size: 240, batch: 4, recompute: false },
  { variant: "B1", size: 240, batch: 4, recompute: true },
  { variant: "B2", size: 260, batch: 2, recompute: false },
  { variant: "B2", size: 260, batch: 2, recompute: true },
  { variant: "B3", size: 300, batch: 1, recompute: false },
  { variant: "B3", size: 300, batch: 1, recompute: true },
  { variant: "B0", size: 512, batch: 4, recompute: false },
  { variant: "B0", size: 512, batch: 4, recompute: true },
  { variant: "B6", size: 528, batch: 1, recompute: false },
  { variant: "B6", size: 528, batch: 1, recompute: true },
  { variant: "B0", size: 512, batch: 16, recompute: false },
  { variant: "B0", size: 512, batch: 16, recompute: { bytes: 3000 * MEGABYTE } },
  { variant: "B0", size: 512, batch: 16, recompute: true },
];
const STEPS = 2;
const CASE = "TENSORLOOM_MEMORY_CASE";

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** The least of some times: what other work on the machine added to the others is not ours. */
function least(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : round(Math.min(...times));
}

/** The size of wasm's memory, which grows only: its highest point. */
function heapBytes(): number {
  const { wasm } = backend() as unknown as {
    readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  };
  return wasm.asm.memory.buffer.byteLength;
}

function run(load: Load): void {
  const meter = new WasmMeter();
  const { variant, size, batch, recompute } = load;
  const model = fuse(
    buildEfficientNet(variant, {
      preprocessing: "none",
      classes: 1,
      activation: "sigmoid",
      inputShape: [size, size, 3],
    }),
    { recompute },
  );
  const estimate = stepMemory(model, { batch, recompute });
  const x = randomUniform([batch, size, size, 3], 0, 1, "float32", 1);
  const y = tensor2d(
    Array.from({ length: batch }, (_, row) => row % 2),
    [batch, 1],
  );
  const variables = model.trainableWeights
    .map((weight): unknown => weight.read())
    .filter((weight) => weight instanceof Variable) as Variable[]; // the class's parameter is a rank, not known here
  const moments = variables.map((weight) => ({
    weight,
    slots: { m: tidy(() => variable(zerosLike(weight))), v: tidy(() => variable(zerosLike(weight))) },
  }));
  const [times, processorTimes]: [number[], number[]] = [[], []];
  let failed: string | undefined;
  try {
    for (let step = -1; step < STEPS; step++) {
      const began = performance.now();
      const before = process.cpuUsage();
      const { value, grads } = variableGrads(
        () => losses.logLoss<Tensor, Scalar>(y, model.apply(x, { training: true }) as Tensor),
        variables,
      );
      value.dataSync();
      updateVariables(
        "adam",
        moments.map((each) => ({ ...each, gradient: grads[each.weight.name] })),
        { step: 1e-4, keep1: 0.9, take1: 0.1, keep2: 0.999, take2: 0.001, epsilon: 1e-7 },
      );
      dispose([value, ...Object.values(grads)]);
      if (step < 0) continue;
      times.push((performance.now() - began) / batch);
      const { user, system } = process.cpuUsage(before);
      processorTimes.push((user + system) / 1000 / batch);
    }
  } catch (error) {
    failed = String(error);
  }
  const line = {
    engine: "wasm",
    ...load,
    msPerImage: least(times),
    processorMsPerImage: least(processorTimes),
    estimateMegabytes: megabytes(estimate.total),
    heldMegabytes: megabytes(meter.highest),
    heapMegabytes: megabytes(heapBytes()),
    residentMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    failed,
  };
  print(line);
}

const load = process.env[CASE];
if (load !== undefined) {
  await useBackend("wasm");
  run(JSON.parse(load) as Load);
} else {
  const one = process.argv.at(2);
  for (const load of one === undefined ? LOADS : [JSON.parse(one) as Load])
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1, 2)], {
      env: { ...process.env, [CASE]: JSON.stringify(load) },
      stdio: "inherit",
    });
}
