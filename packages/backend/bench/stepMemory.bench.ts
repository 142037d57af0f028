import { spawnSync } from "node:child_process";
import {
  backend,
  dispose,
  losses,
  randomUniform,
  type Scalar,
  tensor2d,
  type Tensor,
  Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { lean, type Recompute, stepMemory, useBackend } from "@tensorloom/backend";
import { buildEfficientNet, type Variant } from "@tensorloom/efficientnet";
import { adam } from "@tensorloom/training";

/**
 * The memory and time of a training step (Adam, binary cross-entropy) on wasm, what it keeps computed again or not, beside
 * the estimate of `stepMemory`. A process each: wasm's memory never shrinks.
 *
 * `npm run bench -- memory` for all; `npm run bench -- memory '{"variant":"B0","size":128,"batch":4,"recompute":false}'` for one.
 */
interface Load {
  readonly variant: Variant;
  readonly size: number;
  readonly batch: number;
  readonly recompute: Recompute;
}

const GIGABYTE = 2 ** 30;

const LOADS: readonly Load[] = [
  { variant: "B0", size: 128, batch: 4, recompute: false },
  { variant: "B0", size: 128, batch: 4, recompute: true },
  { variant: "B0", size: 224, batch: 2, recompute: false },
  { variant: "B0", size: 224, batch: 8, recompute: false },
  { variant: "B0", size: 224, batch: 8, recompute: { bytes: 0.8 * GIGABYTE } },
  { variant: "B0", size: 224, batch: 8, recompute: true },
  { variant: "B1", size: 240, batch: 2, recompute: false },
  { variant: "B2", size: 128, batch: 4, recompute: false },
  { variant: "B3", size: 300, batch: 1, recompute: false },
  { variant: "B3", size: 300, batch: 1, recompute: true },
  { variant: "B0", size: 512, batch: 4, recompute: false },
  { variant: "B0", size: 512, batch: 4, recompute: { bytes: 3 * GIGABYTE } },
  { variant: "B0", size: 512, batch: 4, recompute: true },
  { variant: "B6", size: 528, batch: 1, recompute: false },
  { variant: "B6", size: 528, batch: 1, recompute: { bytes: 3 * GIGABYTE } },
  { variant: "B6", size: 528, batch: 1, recompute: true },
];
const STEPS = 2;
const CASE = "TENSORLOOM_MEMORY_CASE";

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** The size of wasm's memory, which grows only: its highest point. */
function heapBytes(): number {
  const { wasm } = backend() as unknown as {
    readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  };
  return wasm.asm.memory.buffer.byteLength;
}

function run(load: Load): void {
  const { variant, size, batch, recompute } = load;
  const model = lean(
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
  const variables = new Map<string, Variable>();
  for (const weight of model.trainableWeights) {
    const variable: unknown = weight.read();
    if (variable instanceof Variable) variables.set(weight.originalName, variable as Variable);
  }
  const optimizer = adam().begin(variables);
  const times: number[] = [];
  let failed: string | undefined;
  try {
    for (let step = -1; step < STEPS; step++) {
      const began = performance.now();
      const { value, grads } = variableGrads(
        () => losses.logLoss<Tensor, Scalar>(y, model.apply(x, { training: true }) as Tensor),
        [...variables.values()],
      );
      const gradients = Object.fromEntries([...variables].map(([name, own]) => [name, grads[own.name]]));
      value.dataSync();
      optimizer.apply(gradients, 1e-4);
      dispose([value, ...Object.values(grads)]);
      if (step >= 0) times.push((performance.now() - began) / batch);
    }
  } catch (error) {
    failed = String(error);
  }
  const line = {
    engine: "wasm",
    ...load,
    msPerImage: times.length === 0 ? undefined : Number(Math.min(...times).toPrecision(3)),
    estimateMegabytes: megabytes(estimate.total),
    heapMegabytes: megabytes(heapBytes()),
    residentMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    failed,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const given = process.env[CASE];
if (given !== undefined) {
  await useBackend("wasm");
  run(JSON.parse(given) as Load);
} else {
  const one = process.argv.at(3);
  for (const load of one === undefined ? LOADS : [JSON.parse(one) as Load])
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1, 3)], {
      env: { ...process.env, [CASE]: JSON.stringify(load) },
      stdio: "inherit",
    });
}
