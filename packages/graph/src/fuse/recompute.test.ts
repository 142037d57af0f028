import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  engine,
  env,
  grad,
  keep,
  memory,
  mul,
  randomNormal,
  type Scalar,
  sum,
  type Tensor,
  tidy,
  Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { network } from "../../fixtures/residualNetwork.ts";
import { fuse } from "./fuse.ts";
import { schedule } from "../execute/schedule.ts";
import type { Recompute } from "../memory/recomputePlan.ts";

interface StepResult {
  readonly outputs: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly weights: readonly (readonly number[])[];
}

function step(model: LayersModel, training = true): StepResult {
  let result: StepResult | undefined;
  tidy(() => {
    const x = randomNormal([4, 8, 6, 3], 0, 1, "float32", 7);
    const towards = randomNormal([4, 2], 0, 1, "float32", 8);
    const variables = new Map<string, Variable>();
    model.trainableWeights.forEach((weight, at) => {
      const variable: unknown = weight.read();
      if (variable instanceof Variable) variables.set(String(at), variable as Variable);
    });
    const outputs: Tensor[] = [];
    const { grads } = variableGrads(() => {
      const y = model.apply(x, { training }) as Tensor;
      outputs.push(keep(y.clone())); // tfjs drops what the function does not return
      return sum<Scalar>(mul(y, towards));
    }, [...variables.values()]);
    const values = (tensor: Tensor): readonly number[] => Array.from(tensor.dataSync());
    result = {
      outputs: values(outputs[0]),
      gradients: Object.fromEntries([...variables].map(([name, own]) => [name, values(grads[own.name])])),
      weights: model.getWeights().map(values),
    };
    outputs[0].dispose();
  });
  if (result === undefined) throw new Error("tidy runs its function");
  return result;
}

const WAYS: Readonly<Record<string, Recompute>> = {
  "as much as possible": true,
  "five operations at a time": { every: 5 },
  "every operation": { every: 1 },
  "into a budget": { bytes: 40_000 },
};

describe.each(["cpu", "wasm"] as const)("a fused model that recomputes on %s", (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  describe.each(Object.entries(WAYS))("%s", (_, recompute) => {
    it("computes the same outputs, gradients and moving statistics, bit for bit", () => {
      const [plain, ours] = [fuse(network(3)), fuse(network(3), { recompute })];
      expect(schedule(ours, recompute, [[4, 8, 6, 3]]).some(({ kind }) => kind === "segment")).toBe(true);
      const expected = step(plain);
      expect(step(ours)).toEqual(expected);
      expect(step(ours)).toEqual(step(plain)); // and from the weights that the first step left
    });

    it("leaks no tensor", () => {
      const model = fuse(network(3), { recompute });
      step(model);
      const before = memory();
      step(model);
      expect(memory().numTensors).toBe(before.numTensors);
      expect(memory().numBytes).toBe(before.numBytes);
    });

    it("does not change frozen layers, and computes no gradient for them", () => {
      const [plain, ours] = [fuse(network(3)), fuse(network(3), { recompute })];
      for (const model of [plain, ours])
        model.layers.slice(0, 12).forEach((layer) => (layer.trainable = false));
      const result = step(ours);
      expect(result).toEqual(step(plain));
      expect(Object.keys(result.gradients)).toHaveLength(ours.trainableWeights.length);
    });
  });

  it("draws the same masks twice if dropout has no seed", () => {
    const stages = [24, 24, 1].flatMap((units, at) => [
      layers.dense({ units, useBias: false, ...(at === 0 ? { inputShape: [5] } : {}) }),
      ...(at < 2 ? [layers.dropout({ rate: 0.5 })] : []),
    ]);
    const model = fuse(sequential({ layers: stages }), { recompute: { every: 2 } });
    const kernels = model.weights
      .map((weight): unknown => weight.read())
      .filter((weight) => weight instanceof Variable) as Variable[]; // the class's parameter is a rank, not known here
    const x = randomNormal([3, 5], 1, 1, "float32", 7);
    tidy(() => {
      const { value, grads } = variableGrads(
        () => sum<Scalar>(model.apply(x, { training: true }) as Tensor),
        kernels,
      );
      // With the masks as they are, y is linear in each kernel: the sum of kernel * gradient is y.
      for (const kernel of kernels) {
        const through = sum(mul(kernel, grads[kernel.name])).dataSync()[0];
        expect(through / value.dataSync()[0]).toBeCloseTo(1, 4);
      }
    });
  });

  it("computes the gradient of the image, also without training", () => {
    const [plain, ours] = [fuse(network(3)), fuse(network(3), { recompute: true })];
    const ofImage = (model: LayersModel, training: boolean): readonly number[] =>
      tidy(() => {
        const loss = (x: Tensor): Scalar => sum<Scalar>(model.apply(x, { training }) as Tensor);
        return Array.from(grad(loss)(randomNormal([4, 8, 6, 3], 0, 1, "float32", 7)).dataSync());
      });
    for (const training of [true, false]) expect(ofImage(ours, training)).toEqual(ofImage(plain, training));
  });

  it("keeps tfjs's tape intact if the backward pass throws", () => {
    const model = fuse(network(3), { recompute: true });
    step(model);
    const before = memory().numTensors;
    const layer = model.layers.find((each) => each.getClassName() === "BatchNormalization");
    if (layer === undefined) throw new Error("the network has a normalisation");
    const { weights } = layer;
    let reads = 0;
    const read = weights[0].read.bind(weights[0]);
    weights[0].read = () => {
      reads++;
      if (reads > 2) throw new Error("second run");
      return read();
    };
    expect(() => step(model)).toThrow("second run");
    weights[0].read = read;
    const { state } = engine();
    for (const { saved = [] } of state.activeTape) for (const tensor of saved) tensor.dispose(); // as the training loop does
    state.activeTape = [];
    expect(memory().numTensors - before).toBe(1); // the outputs that `step` keeps
    expect(step(model).outputs.every(Number.isFinite)).toBe(true);
  });
});
