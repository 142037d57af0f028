import {
  dispose,
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
import { fuse } from "@tensorloom/graph";
import { adam, sgd } from "@tensorloom/training";
import { readFileSync } from "node:fs";
import { symmetric, weightValue } from "../../../backend/fixtures/rule.ts";

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

/** The optimizers of the golden steps, and their learning rates. */
export const OPTIMIZERS = {
  adam: { optimizer: adam(), rate: 1e-4 },
  sgd: { optimizer: sgd(), rate: 1e-3 },
  "adam-frozen-bn": { optimizer: adam(), rate: 1e-4 },
} as const;

/** How far gradients may be from those of Keras: as a share of their length, and if they are zero but for rounding. */
export interface Tolerance {
  readonly gradients: number;
  /** A shift before the next batch normalisation changes nothing, so its gradient is rounding alone. */
  readonly zeros: number;
}

const EXACT: Tolerance = { gradients: 1e-3, zeros: 1e-5 };

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

/** Runs five training steps of B0 on 64x64 pixels, and returns how they differ from those of Keras: no line if they agree. */
export async function faultsOfGoldenSteps(
  name: keyof typeof OPTIMIZERS,
  tolerance: Tolerance = EXACT,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const check = (what: string, difference: number, allowed: number): void => {
    if (!(difference < allowed))
      faults.push(`${what}: differs by ${String(difference)}, allowed is ${String(allowed)}`);
  };
  const { optimizer, rate } = OPTIMIZERS[name];
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
        const isZero = !frozen && of.endsWith("_project_bn/beta");
        const allowed = isZero ? tolerance.zeros : tolerance.gradients * l2;
        check(`${of}: length`, Math.abs(length - l2), allowed);
        const total = gradient.reduce((whole, part) => whole + part, 0);
        check(`${of}: sum`, Math.abs(total - sum), allowed * Math.sqrt(gradient.length));
        first.forEach((part, i) => check(of, Math.abs(gradient[i] - part), allowed));
      }
    run.apply(gradients, rate);
    dispose([value, ...Object.values(grads)]);
  }
  check("tensors that are left", Math.abs(memory().numTensors - before), 1);
  check("losses", relative(found, expected.losses), 1e-3);
  const predicted = tidy(() => model.apply(x, { training: false }) as Tensor);
  const after = await predicted.data();
  check("predictions", relative(after, expected.predict_after), 1e-3);
  for (const weight of model.getLayer("stem_bn").weights) {
    const { first } = expected.stem_bn[weight.originalName.split("/")[1]];
    check(weight.originalName, relative(await weight.read().data(), first), 1e-3);
  }
  dispose([x, y, predicted]);
  run.dispose();
  model.dispose();
  return faults;
}
