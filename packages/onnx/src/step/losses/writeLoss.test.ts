import "@tensorflow/tfjs-backend-cpu";
import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { random } from "@tensorloom/core";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { differenceOf, onnxStep } from "../../../fixtures/trainStep.ts";
import type { LossSpec } from "../lossSpec.ts";

const ROWS = 4;
const CLASSES = 3;

type Ending = "linear" | "sigmoid" | "softmax";
type Vector = readonly number[];

/** Random numbers from `low` to `high`, in rows. */
function randomRows(seed: number, rows: number, low: number, high: number): readonly Vector[] {
  const stream = random(seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: CLASSES }, () => low + (high - low) * stream.uniform()),
  );
}

const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0);
const shares = (values: Vector): Vector => values.map((value) => value / sum(values));

function activate(ending: Ending, logits: Vector): Vector {
  if (ending === "sigmoid") return logits.map((z) => 1 / (1 + Math.exp(-z)));
  return ending === "softmax" ? shares(logits.map(Math.exp)) : logits;
}

/** The loss of one row from the outputs of the network, as Keras documents it. */
function rowLoss(spec: LossSpec, outputs: Vector, targets: Vector): number {
  const fromLogits = "fromLogits" in spec && spec.fromLogits;
  switch (spec.name) {
    case "meanSquaredError":
      return sum(outputs.map((p, at) => (p - targets[at]) ** 2)) / CLASSES;
    case "categoricalCrossEntropy":
    case "sparseCategoricalCrossEntropy": {
      const smoothing = spec.name === "categoricalCrossEntropy" ? spec.labelSmoothing : 0;
      const p = fromLogits ? activate("softmax", outputs) : shares(outputs);
      return -sum(p.map((one, at) => (targets[at] * (1 - smoothing) + smoothing / CLASSES) * Math.log(one)));
    }
    case "binaryCrossEntropy":
    case "binaryFocalCrossEntropy": {
      const p = fromLogits ? activate("sigmoid", outputs) : outputs;
      const losses = p.map((one, at) => {
        const y = targets[at] * (1 - spec.labelSmoothing) + spec.labelSmoothing / 2;
        const entropy = -(y * Math.log(one) + (1 - y) * Math.log(1 - one));
        if (spec.name === "binaryCrossEntropy") return entropy;
        const factor = (y * (1 - one) + (1 - y) * one) ** spec.gamma;
        const weight = spec.alpha === undefined ? 1 : y * spec.alpha + (1 - y) * (1 - spec.alpha);
        return weight * factor * entropy;
      });
      return sum(losses) / CLASSES;
    }
  }
}

const INPUTS = randomRows(1, ROWS, 0.1, 1);
const WEIGHTS = [1, 0.5, 2, 0.25];

/** The weighted loss of a dense layer with a kernel, in double precision. */
function lossOf(
  spec: LossSpec,
  ending: Ending,
  kernel: readonly Vector[],
  targets: readonly Vector[],
): number {
  const losses = INPUTS.map((row, at) => {
    const logits = kernel[0].map((_, output) => sum(row.map((x, input) => x * kernel[input][output])));
    return WEIGHTS[at] * rowLoss(spec, activate(ending, logits), targets[at]);
  });
  return sum(losses) / ROWS;
}

function numericalGradient(
  compute: (kernel: readonly Vector[]) => number,
  kernel: readonly Vector[],
): Vector {
  const moved = (row: number, column: number, by: number): readonly Vector[] =>
    kernel.map((values, i) => values.map((value, j) => (i === row && j === column ? value + by : value)));
  return kernel.flatMap((values, row) =>
    values.map(
      (_, column) => (compute(moved(row, column, 1e-5)) - compute(moved(row, column, -1e-5))) / 2e-5,
    ),
  );
}

function modelOf(ending: Ending, kernel: readonly Vector[], inputShape: number[]): LayersModel {
  const dense = layers.dense({ units: CLASSES, inputShape, useBias: false, activation: ending });
  const model = sequential({ layers: [dense] });
  dense.setWeights([tensor(kernel.flat(), [CLASSES, CLASSES])]);
  return model;
}

const binary = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
const focal = {
  name: "binaryFocalCrossEntropy",
  labelSmoothing: 0,
  gamma: 2,
  alpha: undefined,
  fromLogits: false,
} as const;
const categorical = { name: "categoricalCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
const sparse = { name: "sparseCategoricalCrossEntropy", fromLogits: false } as const;
const squared = { name: "meanSquaredError" } as const;

const CASES: readonly (readonly [LossSpec, Ending])[] = [
  [binary, "sigmoid"],
  [binary, "linear"],
  [{ ...binary, fromLogits: true }, "linear"],
  [{ ...binary, labelSmoothing: 0.2 }, "sigmoid"],
  [focal, "sigmoid"],
  [focal, "linear"],
  [{ ...focal, fromLogits: true }, "linear"],
  [{ ...focal, fromLogits: true }, "sigmoid"],
  [{ ...focal, gamma: 0.5 }, "linear"],
  [{ ...focal, gamma: 0, alpha: 0.25 }, "sigmoid"],
  [{ ...focal, gamma: 1.5, alpha: 0.25, labelSmoothing: 0.1 }, "sigmoid"],
  [categorical, "softmax"],
  [categorical, "linear"],
  [{ ...categorical, fromLogits: true }, "linear"],
  [{ ...categorical, labelSmoothing: 0.1 }, "softmax"],
  [sparse, "softmax"],
  [sparse, "linear"],
  [{ ...sparse, fromLogits: true }, "linear"],
  [squared, "linear"],
  [squared, "sigmoid"],
  [squared, "softmax"],
];

describe.skipIf(!hasRuntime)("a loss with row weights", () => {
  beforeAll(() => useBackend("cpu"));

  it.each(CASES.map(([spec, ending]) => [JSON.stringify(spec), ending, spec] as const))(
    "%s of %s outputs has the gradients of numerical differences",
    async (_name, ending, spec) => {
      const kernel = randomRows(2, CLASSES, 0.1, 0.3); // outputs between 0 and 1 if they are linear
      const isSparse = spec.name === "sparseCategoricalCrossEntropy";
      const classes = [2, 0, 1, 2];
      const targets = isSparse
        ? classes.map((one) => Array.from({ length: CLASSES }, (_, at) => (at === one ? 1 : 0)))
        : randomRows(3, ROWS, 0, 1).map(shares);
      const found = await onnxStep(modelOf(ending, kernel, [CLASSES]), {
        inputs: [{ data: Float32Array.from(INPUTS.flat()), shape: [ROWS, CLASSES] }],
        targets: { data: Float32Array.from(isSparse ? classes : targets.flat()), shape: [] },
        loss: spec,
        rowWeights: Float32Array.from(WEIGHTS),
      });
      const compute = (values: readonly Vector[]): number => lossOf(spec, ending, values, targets);
      expect(Math.abs(found.loss - compute(kernel)) / compute(kernel)).toBeLessThan(1e-5);
      const [gradient] = found.gradients.values();
      expect(differenceOf(gradient, numericalGradient(compute, kernel))).toBeLessThan(1e-5);
    },
  );

  it.each([
    [categorical, [2, 2]],
    [sparse, [2, 2]],
    [binary, [2]],
  ] as const)("%j has one number for each row of its output", async (spec, rows) => {
    const kernel = randomRows(2, CLASSES, -1, 1);
    const { graph, loss } = await onnxStep(modelOf("softmax", kernel, [2, CLASSES]), {
      inputs: [{ data: Float32Array.from(INPUTS.flat()), shape: [2, 2, CLASSES] }],
      targets: {
        data: Float32Array.from(spec.name === "sparseCategoricalCrossEntropy" ? [0, 1, 2, 0] : INPUTS.flat()),
        shape: [],
      },
      loss: spec,
    });
    expect(graph.rowWeights.shape).toEqual(rows);
    expect(loss).toBeGreaterThan(0);
  });

  it("stays exact for outputs that are sure", async () => {
    const large = [0, 1, 2].map((row) => [0, 1, 2].map((column) => (row === column ? 60 : 0)));
    const inputs = [{ data: Float32Array.of(1, -1, 1), shape: [1, 3] }];
    const targets = { data: Float32Array.of(0, 1, 1), shape: [1, 3] };
    const { loss, gradients } = await onnxStep(modelOf("sigmoid", large, [CLASSES]), {
      inputs,
      targets,
      loss: binary,
    });
    expect(loss).toBeCloseTo((60 + 60) / 3, 4);
    const [gradient] = gradients.values();
    expect(gradient[0]).toBeCloseTo(1 / 3, 6);
    expect(gradient[4]).toBeCloseTo(1 / 3, 6);
  });
});
