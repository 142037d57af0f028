import {
  engine,
  getKernel,
  type KernelConfig,
  randomUniform,
  registerKernel,
  tidy,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { trainableVariables } from "@tensorloom/graph/internal";
import * as training from "@tensorloom/training";
import type { Optimizer } from "@tensorloom/training";
import { medianMs, print, round } from "../../../../.config/bench/measure.ts";

/**
 * One update of all 213 variables of EfficientNet-B0 on wasm by each optimizer: by the kernel, and by tfjs's operations
 * (`msByOps`).
 *
 * `npm run bench -- optimizers`
 */
await useBackend("wasm");
const variables = trainableVariables(buildEfficientNet("B0", { preprocessing: "unit" }));
const gradients = Object.fromEntries(
  [...variables].map(([name, { shape }]) => [name, randomUniform(shape, -0.01, 0.01, "float32", 1)]),
);
const { adadelta, adagrad, adam, adamax, adamW, lamb, lion, nadam, rmsprop, sgd } = training;
const optimizers: Readonly<Record<string, Optimizer>> = {
  sgd: sgd(),
  "sgd, nesterov": sgd({ momentum: 0.9, nesterov: true }),
  adam: adam(),
  "adam, amsgrad": adam({ amsgrad: true }),
  adamW: adamW(),
  rmsprop: rmsprop(),
  "rmsprop, centered, momentum": rmsprop({ centered: true, momentum: 0.9 }),
  adagrad: adagrad(),
  adadelta: adadelta(),
  adamax: adamax(),
  nadam: nadam(),
  lion: lion(),
  lamb: lamb(),
};

async function msOf(optimizer: Optimizer): Promise<number> {
  const bound = optimizer.bind(variables);
  const update = (): void => {
    tidy(() => bound.apply(gradients, 1e-6));
  };
  update();
  const ms = await medianMs(update, 9);
  bound.dispose();
  return ms;
}

const kernel: KernelConfig = getKernel("TensorloomUpdate", "wasm");
for (const [name, optimizer] of Object.entries(optimizers)) {
  const ms = await msOf(optimizer);
  unregisterKernel("TensorloomUpdate", "wasm");
  const msByOps = await msOf(optimizer);
  registerKernel(kernel);
  print({ optimizer: name, variables: variables.size, ms: round(ms), msByOps: round(msByOps) });
}
engine().disposeVariables();
