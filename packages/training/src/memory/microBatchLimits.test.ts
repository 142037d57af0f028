import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { OnnxRuntimeError } from "@tensorloom/onnx/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { imageBatches } from "../../fixtures/enginesAgree.ts";
import { convolutionNet } from "../../fixtures/smallNets.ts";
import { sgd } from "../optimizers/sgd.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import { tfjsChoice } from "../engine/engineChoice.ts";
import { localTrainer } from "../strategies/localTrainer.ts";
import { tfjsEngine } from "../strategies/tfjsEngine.ts";
import { microBatchLimits } from "./microBatchLimits.ts";
import { withMicroBatches } from "./microBatchTrainer.ts";

beforeAll(() => useBackend("cpu"));

const [batch] = imageBatches(1, 6);
const memoryFailure = new OnnxRuntimeError("memory", "train step of net", new Error("bad_alloc"));

function resolved(microBatch: number | "auto", said: string[]) {
  const model = convolutionNet();
  const options = resolveFitOptions(model, {
    train: fromArray([batch]),
    epochs: 1,
    loss: binaryCrossEntropy(),
    optimizer: sgd(),
    microBatch,
    onWarning: (message) => said.push(message),
  });
  return { model, options };
}

describe("the rows of a micro-batch", () => {
  it("are halved when ONNX Runtime runs out of memory, down to one, and a warning says so", () => {
    const said: string[] = [];
    const { model, options } = resolved("auto", said);
    const limits = microBatchLimits(model, options);
    const rows = (): number => limits.find(batch, 6, "onnxruntime");
    const seen = [rows()];
    while (limits.lower(batch, memoryFailure, "onnxruntime")) seen.push(rows());
    expect(seen).toEqual([6, 3, 2, 1]);
    expect(said[0]).toBe(
      "fit: ONNX Runtime ran out of memory with 6 rows; the step is repeated in micro-batches of up to 3",
    );
    expect(limits.find(batch, 6, "tfjs")).toBe(6);
  });

  it("stay if they were chosen, or the failure is another one", () => {
    const fixed = resolved(6, []);
    expect(microBatchLimits(fixed.model, fixed.options).lower(batch, memoryFailure, "onnxruntime")).toBe(
      false,
    );
    const auto = resolved("auto", []);
    const limits = microBatchLimits(auto.model, auto.options);
    const other = new OnnxRuntimeError("graph", "train step of net", new Error("no"));
    for (const error of [other, new RangeError("no")])
      expect(limits.lower(batch, error, "onnxruntime")).toBe(false);
  });
});

it("a step that ran out of memory is repeated in smaller parts, with the gradients of those parts", async () => {
  const said: string[] = [];
  /** A trainer whose engine has no memory for more than `most` rows, with the rows that it computed. */
  const stage = (microBatch: number | "auto", most: number) => {
    const { model, options } = resolved(microBatch, said);
    const computed: number[] = [];
    const trainer = localTrainer(model, options, (variables) => {
      const engine = tfjsEngine(model, variables, options.loss);
      return {
        ...engine,
        prepare: () => Promise.resolve({ ...tfjsChoice("a test"), name: "onnxruntime" as const }),
        computeGradients(part) {
          const rows = part.targets.shape[0];
          if (rows > most) return Promise.reject(memoryFailure);
          computed.push(rows);
          return engine.computeGradients(part);
        },
      };
    });
    return { trainer: withMicroBatches(model, options, trainer), computed };
  };
  const [short, planned] = [stage("auto", 3), stage(3, 6)];
  const [a, b] = [
    await short.trainer.computeGradients(batch, 0),
    await planned.trainer.computeGradients(batch, 0),
  ];
  expect([short.computed, planned.computed]).toEqual([
    [3, 3],
    [3, 3],
  ]);
  expect([a.loss, a.rows, a.outputs]).toEqual([b.loss, b.rows, b.outputs]);
  for (const [name, gradient] of Object.entries(a.gradients))
    expect(await gradient.data()).toEqual(await b.gradients[name].data());
  expect(said).toHaveLength(1);
});
