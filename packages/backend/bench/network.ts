import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { randomUniform, tensor2d, type Tensor, train } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** What is measured: EfficientNet-B0 with one sigmoid at its end. */
export interface Load {
  readonly size: number;
  readonly batch: number;
}

const WARM_UPS = 1;

/** A network with random weights, ready to be trained with Adam on binary cross-entropy. */
export function network({ size }: Load): LayersModel {
  const model = buildEfficientNet("B0", {
    preprocessing: "none",
    classes: 1,
    activation: "sigmoid",
    inputShape: [size, size, 3],
  });
  model.compile({ optimizer: train.adam(1e-4), loss: "binaryCrossentropy" });
  return model;
}

/** Milliseconds an image of `step`: the median of `steps` after a warm-up. */
export async function msPerImage(
  { size, batch }: Load,
  steps: number,
  step: (x: Tensor, y: Tensor) => Promise<unknown>,
): Promise<number> {
  const x = randomUniform([batch, size, size, 3], 0, 1, "float32", 1);
  const y = tensor2d(
    Array.from({ length: batch }, (_, row) => row % 2),
    [batch, 1],
  );
  const times: number[] = [];
  for (let round = -WARM_UPS; round < steps; round++) {
    const began = performance.now();
    await step(x, y);
    if (round >= 0) times.push((performance.now() - began) / batch);
  }
  x.dispose();
  y.dispose();
  return times.sort((a, b) => a - b)[steps >> 1];
}

/** What Keras takes, in a process of its own on all cores, where `TENSORLOOM_PYTHON` has it; else undefined. */
export function keras(what: "train" | "predict", { size, batch }: Load): number | undefined {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return undefined;
  const told = execFileSync(
    python,
    [join(import.meta.dirname, "kerasSteps.py"), what, String(size), String(batch)],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    },
  );
  return Number(told);
}

/** One line: `ratio` is the milliseconds against those of ours. */
export function print(engine: string, load: Load, ms: number | undefined, ours: number): void {
  if (ms === undefined) return;
  const line = {
    engine,
    variant: "B0",
    ...load,
    msPerImage: Number(ms.toPrecision(3)),
    ratio: Number((ms / ours).toPrecision(3)),
    peakMegabytes: engine.startsWith("Keras") ? undefined : Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
