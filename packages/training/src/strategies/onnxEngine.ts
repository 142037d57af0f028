import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LossSpec, Runtime, TrainStep, TrainStepBatch } from "@tensorloom/onnx/internal";
import { finalActivationOf } from "@tensorloom/graph/internal";
import { type Batch, inputArrays, toArray } from "../batch/batch.ts";
import { netFor } from "../engine/obstacles.ts";
import { applyFinalActivation, toLogits, toScores } from "../losses/logits.ts";
import { type Loss, lossConfigOf, matchTargetShape } from "../losses/loss.ts";
import { checkRowWeights } from "../losses/meanLoss.ts";
import { checkInputs } from "../step/forward.ts";
import type { StepResult } from "../step/trainStep.ts";
import { onnxPredictor } from "./onnxPredictor.ts";
import { runOnnx } from "./runOnnx.ts";
import type { StepEngine } from "./trainer.ts";

/** Computes gradients with ONNX Runtime. The train step is compiled at the first batch of a shape. */
export function onnxEngine(model: LayersModel, runtime: Runtime, loss: Loss): StepEngine {
  if (!model.built) model.build(model.inputs[0].shape); // a sequential model knows its regularisers from then on
  const activation = finalActivationOf(model);
  const predictor = onnxPredictor("evaluate", model, runtime);
  const outputShapes = new Map<string, readonly number[]>();
  let compiled: TrainStep | undefined;

  function outputShapeFor(inputs: TrainStepBatch["inputs"]): readonly number[] {
    const key = JSON.stringify(inputs.map(({ shape }) => shape));
    const known = outputShapes.get(key);
    if (known !== undefined) return known;
    const [{ shape }] = netFor(model, inputs).outputs;
    const found = [inputs[0].shape[0], ...shape.map((side) => side ?? 0)];
    outputShapes.set(key, found);
    return found;
  }

  async function computeGradients(batch: Batch): Promise<StepResult> {
    const inputs = inputArrays("fit", batch);
    checkInputs("fit", model, inputs);
    const { weights } = batch;
    const targetShape = matchTargetShape(loss, batch.targets, outputShapeFor(inputs));
    const targets = { data: batch.targets.data, shape: targetShape };
    if (weights !== undefined) checkRowWeights(loss, weights, inputs[0].shape[0]);
    const { gradients, logits, ...computed } = await runOnnx(`fit: ${model.name}`, async () => {
      const { compileTrainStep } = await import("@tensorloom/onnx/internal"); // loads with the first batch
      compiled ??= compileTrainStep(model, runtime, { loss: specOf(loss) });
      return compiled.run({ inputs, targets, weights });
    });
    const scores = tidy(() => {
      const tensors = toLogits({ values: logits, activation });
      return keep(toScores(loss, tensors, applyFinalActivation(tensors)));
    });
    try {
      return { loss: computed.loss, rows: logits.shape[0], outputs: await toArray(scores), gradients };
    } catch (error) {
      dispose(gradients);
      throw error;
    } finally {
      scores.dispose();
    }
  }
  return {
    ...predictor,
    computeGradients,
    async close() {
      await compiled?.dispose();
      await predictor.close();
    },
  };
}

/** A loss as the graph writes it: one name and its options. */
function specOf(loss: Loss): LossSpec {
  const config = lossConfigOf(loss);
  if (config === undefined) throw new Error(`${loss.name} is a function that tfjs alone can differentiate`);
  return { name: config.name, ...config.options } as LossSpec; // each loss of this package has its spec's options
}
