import "@tensorflow/tfjs-backend-wasm";
import {
  dispose,
  env,
  losses,
  memory,
  tensor,
  tensor4d,
  type Scalar,
  type Tensor,
  tidy,
  Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { layers, type LayersModel, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { adam, sgd } from "@tensorloom/training";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { symmetric, weightValue } from "../../../backend/fixtures/rule.ts";
import { useBackend } from "@tensorloom/backend";
import { fuse } from "@tensorloom/graph";

interface Described {
  readonly l2: number;
  readonly first: readonly number[];
}
interface Case {
  readonly losses: readonly number[];
  readonly predict_after: readonly number[];
  readonly stem_bn: Readonly<Record<string, Described>>;
  readonly gradients_step0: Readonly<Record<string, Described & { readonly sum: number }>>;
}
const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/steps.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Case>>;

const OPTIMIZERS = {
  adam: { optimizer: adam(), rate: 1e-4 },
  sgd: { optimizer: sgd(), rate: 1e-3 },
  "adam-frozen-bn": { optimizer: adam(), rate: 1e-4 },
};

/** A shift before the next batch normalisation changes nothing: its gradient is zero but for rounding. */
const ROUNDING = 1e-5;

function network(frozen: boolean): LayersModel {
  const base = buildEfficientNet("B0", {
    preprocessing: "none",
    top: false,
    pooling: "avg",
    inputShape: [64, 64, 3],
    dropConnect: 0,
    initialWeights: "zeros",
  });
  const head = layers.dense({ units: 1, activation: "sigmoid", name: "head", kernelInitializer: "zeros" });
  const outputs = head.apply(base.outputs) as SymbolicTensor;
  const model = modelOf({ inputs: base.inputs, outputs });
  for (const weight of model.weights) {
    const value = tensor(
      weightValue(weight.originalName, weight.shape as number[]),
      weight.shape as number[],
    );
    weight.write(value);
    value.dispose();
  }
  if (frozen)
    for (const layer of model.layers)
      if (layer.getClassName() === "BatchNormalization") layer.trainable = false;
  return fuse(model);
}

function relative(found: ArrayLike<number>, expected: readonly number[]): number {
  const difference = Math.hypot(...expected.map((value, i) => value - found[i]));
  return difference / Math.max(Math.hypot(...expected), 1e-12);
}

describe("five training steps of B0", () => {
  beforeAll(async () => {
    env().set("IS_TEST", false);
    await useBackend("wasm");
  });

  for (const [name, { optimizer, rate }] of Object.entries(OPTIMIZERS)) {
    it(`${name}: losses, first gradients, predictions and statistics agree with Keras; no tensor leaks`, async () => {
      const expected = golden[name];
      const frozen = name === "adam-frozen-bn";
      const model = network(frozen);
      const x = tensor4d(symmetric("train/input", [4, 64, 64, 3]), [4, 64, 64, 3]);
      const y = tensor([0, 1, 1, 0], [4, 1]);
      const variables = new Map<string, Variable>();
      for (const weight of model.trainableWeights) {
        const variable: unknown = weight.read();
        if (variable instanceof Variable) variables.set(weight.originalName, variable as Variable);
      }
      const run = optimizer.bind(variables);
      const found: number[] = [];
      let before = 0;
      for (let step = 0; step < 5; step++) {
        if (step === 0) before = memory().numTensors;
        const { value, grads } = variableGrads(
          () => losses.logLoss<Tensor, Scalar>(y, model.apply(x, { training: true }) as Tensor),
          [...variables.values()],
        );
        const gradients = Object.fromEntries([...variables].map(([of, { name: own }]) => [of, grads[own]]));
        found.push((await value.data())[0]);
        if (step === 0)
          for (const [of, tensor] of Object.entries(gradients)) {
            const { l2, first, sum } = expected.gradients_step0[of];
            const gradient = Array.from(await tensor.data());
            const length = Math.sqrt(gradient.reduce((total, part) => total + part * part, 0));
            const allowed = !frozen && of.endsWith("_project_bn/beta") ? ROUNDING : 1e-3 * l2;
            expect(Math.abs(length - l2), `${of}: length`).toBeLessThan(allowed);
            const total = gradient.reduce((whole, part) => whole + part, 0);
            expect(Math.abs(total - sum), `${of}: sum`).toBeLessThan(allowed * Math.sqrt(gradient.length));
            first.forEach((part, i) => expect(Math.abs(gradient[i] - part), of).toBeLessThan(allowed));
          }
        run.apply(gradients, rate);
        dispose([value, ...Object.values(grads)]);
      }
      expect(memory().numTensors).toBe(before);
      expect(relative(found, expected.losses)).toBeLessThan(1e-3);
      const after = tidy(() => (model.apply(x, { training: false }) as Tensor).dataSync());
      expect(relative(after, expected.predict_after)).toBeLessThan(1e-3);
      for (const weight of model.getLayer("stem_bn").weights) {
        const { first } = expected.stem_bn[weight.originalName.split("/")[1]];
        expect(relative(await weight.read().data(), first), weight.originalName).toBeLessThan(1e-3);
      }
      dispose([x, y]);
      run.dispose();
      model.dispose();
    });
  }
});
